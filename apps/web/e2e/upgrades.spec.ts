import { expectNoAxeViolations } from './support/axe.ts'
import { linkIn, mailTo } from './support/mails.ts'
import { newEmail } from './support/people.ts'
import { expect, test } from './support/test.ts'

/** A link that was revoked answers so. */
test.use({ allowedErrors: [/status of 4(00|04|09)/] })

test('a guardian agrees, the link is revoked and sent anew, and a young adult takes their profile over @phone', async ({
  newPerson,
  newBrowser,
  stack,
}) => {
  const vera = await newPerson({ name: 'Vera Lind' })
  const { page, api } = vera
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const child = await api.circles.children.create.mutate({ circleId, name: 'Mila', birthdate: '2008-02-14' })
  await api.keeps.create.mutate({ circleId, kind: 'note', body: 'Lost a tooth.', childIds: [child.id] })
  const email = newEmail()
  const offer = async () => {
    await page.getByRole('button', { name: 'Offer an account' }).click()
    await page.getByLabel('E-mail address of Mila').fill(email)
    await page.getByRole('button', { name: 'Next' }).click()
  }

  await page.goto(`/c/${circleId}/children/${child.id}`)
  await offer()
  await expectNoAxeViolations(page)
  await page.getByLabel('Full name of the parent or guardian').fill('Vera Lind')
  // Whoever goes back to look at the address finds what they had written.
  await page.getByRole('textbox', { name: 'Signature' }).fill('Vera')
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('textbox', { name: 'Signature' })).toHaveValue('Vera')
  await expect(page.getByText(/I, Vera Lind, am a parent or legal guardian of Mila/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Signature' }).fill('Boris Lind')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText('This is not the same name as above.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Signature' }).fill('vera  lind')
  await page.getByRole('button', { name: 'Next' }).click()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText(`A link was sent to ${email}`)).toBeVisible()
  const first = linkIn(await mailTo(stack, email))

  await page.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('The link is revoked.', { exact: true })).toBeVisible()
  const young = await (await newBrowser()).newPage()
  await young.goto(first)
  await expect(young.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  await expectNoAxeViolations(young)

  // Once more, with a form on paper this time.
  await offer()
  await page.getByLabel('Full name of the parent or guardian').fill('Vera Lind')
  await page.getByRole('radio', { name: 'Paper' }).press('Space')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible()
  const paper = page.getByLabel('Signed form')
  await paper.setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('agreed') })
  await expect(page.getByText('Please choose a PDF or a photo.')).toBeVisible()
  const buffer = Buffer.from('%PDF-1.4\n%âãÏÓ\ntrailer\n<</Root 1 0 R>>\n%%EOF\n', 'latin1')
  await paper.setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer })
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText(`A link was sent to ${email}`)).toBeVisible()
  const link = linkIn(await mailTo(stack, email, { count: 2 }))

  await young.goto(link)
  await expect(young.getByRole('heading', { name: 'Mila, this can be yours' })).toBeVisible()
  await expectNoAxeViolations(young)
  await young.getByLabel('Password', { exact: true }).fill('a quiet evening at home')
  await young.getByRole('button', { name: 'Make my account' }).click()
  await expect(young.getByRole('heading', { name: 'This profile is yours', exact: true })).toBeVisible()
  await expectNoAxeViolations(young)
  await young.getByRole('button', { name: /Take my name off the keep/ }).click()
  await expect(young.getByText('Your name is off this keep.', { exact: true })).toBeVisible()
  await expect(young.getByText('Mila is not on any keep yet.', { exact: false })).toBeVisible()

  // Whoever offered it sees what happened, by itself, and decides about the profile no more.
  await expect(page.getByText('Mila has an account of their own and looks after this profile.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Edit profile' })).toHaveCount(0)
  await page.getByText('Consent and history').click()
  await expect(page.getByText('Account taken over')).toBeVisible()
  await expectNoAxeViolations(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /Download the form/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe('consent.pdf')
  await young.goto(link)
  await expect(young.getByRole('heading', { name: 'This is done already' })).toBeVisible()
})
