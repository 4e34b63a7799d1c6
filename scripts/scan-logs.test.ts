import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { scanLogs } from './scan-logs.ts'

test('each kind of secret is found with its place, and ordinary lines are not', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-scan-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'suite.log')
  const token = randomBytes(32).toString('base64url')
  const lines = [
    '{"level":30,"time":1700000000000,"name":"server","address":"http://127.0.0.1:4040","msg":"listening"}',
    '{"requestId":"01900000-0000-7000-8000-000000000001","path":"auth.signIn","msg":"refused"}',
    `{"url":"/confirm-email?token=${token}"}`,
    `{"authorization":"kk_${token}"}`,
    '{"uri":"otpauth://totp/Kinkeep"}',
    '{"hash":"$argon2id$v=19"}',
    '{"to":"vera@example.org"}',
    '{"to":"+4915112345678"}',
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  expect(await scanLogs(file)).toEqual([
    `${file}:3: a token`,
    `${file}:4: an access token`,
    `${file}:5: an authenticator key`,
    `${file}:6: a password hash`,
    `${file}:7: an e-mail address`,
    `${file}:8: a phone number`,
  ])
})
