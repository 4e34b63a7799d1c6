import { backfill } from './backfill.ts'
import { bigFile } from './big-file.ts'
import { enumeration } from './enumeration.ts'
import { months } from './months.ts'
import { pages } from './pages.ts'
import { people } from './people.ts'
import { photos } from './photos.ts'
import { publishReport, type Report } from './report.ts'
import { search } from './search.ts'
import { signIn } from './sign-in.ts'
import { fullSizes, type Sizes, smallSizes } from './sizes.ts'
import { start } from './start.ts'
import { timeline } from './timeline.ts'
import { upload } from './upload.ts'

const benches = {
  bigFile,
  timeline,
  months,
  search,
  people,
  photos,
  upload,
  backfill,
  pages,
  start,
  signIn,
  enumeration,
} satisfies Record<string, (sizes: Sizes) => Promise<Report>>

const args = process.argv.slice(2)
const sizes = args.includes('--small') ? smallSizes : fullSizes
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.find((name) => !Object.hasOwn(benches, name))
if (unknown) {
  console.error(
    `There is no bench "${unknown}". There are: ${Object.keys(benches).join(', ')}. --small only tries them.`,
  )
  process.exit(1)
}
for (const [name, run] of Object.entries(benches)) {
  if (names.length === 0 || names.includes(name)) await publishReport(name, await run(sizes))
}
