import { expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

test('answers the code and what was written, also when killed or not there', async () => {
  const script = (text: string) => runCommand([process.execPath, '-e', text])
  expect(await script('console.log(1); console.error(2); process.exitCode = 3')).toEqual({
    code: 3,
    output: '1\n2\n',
  })
  expect(await script("process.kill(process.pid, 'SIGKILL')")).toMatchObject({ code: 1 })
  expect(await runCommand(['no-such-command'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('no-such-command could not start'),
  })
})
