import { expect, test } from 'vitest'
import { judgeBundle } from './bundle.ts'

const manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_vendor.js'], css: ['index.css'] },
  '_vendor.js': { file: 'vendor.js' },
  '_map.js': { file: 'map.js' },
  'src/routes/a.tsx': { file: 'a.js', isDynamicEntry: true, imports: ['_vendor.js', '_map.js'] },
}

function judge(sizes: Record<string, number>) {
  return judgeBundle(manifest, (file) => sizes[file] ?? 0)
}

test('the entry counts with what it imports, a route with what it adds', () => {
  const full = {
    'index.js': 60_000,
    'vendor.js': 60_000,
    'index.css': 20_000,
    'a.js': 30_000,
    'map.js': 30_000,
  }
  expect(judge(full)).toEqual([])
  expect(judge({ ...full, 'vendor.js': 60_100 })).toEqual(['initial JavaScript: 120.1 kB gzip of 120'])
  expect(judge({ ...full, 'index.css': 20_100 })).toEqual(['initial CSS: 20.1 kB gzip of 20'])
  expect(judge({ ...full, 'map.js': 30_100 })).toEqual(['src/routes/a.tsx: 60.1 kB gzip of 60'])
})

test('what the layouts around a page bring is theirs', () => {
  const nested = {
    'index.html': { file: 'index.js', isEntry: true },
    '_menu.js': { file: 'menu.js' },
    'src/routes/_in.tsx?c': { file: 'in.js', isDynamicEntry: true, imports: ['_menu.js'] },
    'src/routes/_in/c/route.tsx?c': { file: 'circle.js', isDynamicEntry: true },
    'src/routes/_in/c/index.tsx?c': { file: 'page.js', isDynamicEntry: true, imports: ['_menu.js'] },
  }
  const sizes: Record<string, number> = { 'menu.js': 40_000, 'page.js': 30_000 }
  expect(judgeBundle(nested, (file) => sizes[file] ?? 0)).toEqual([])
  sizes['page.js'] = 60_100
  expect(judgeBundle(nested, (file) => sizes[file] ?? 0)).toEqual([
    'src/routes/_in/c/index.tsx?c: 60.1 kB gzip of 60',
  ])
})

test('what a page fetches later adds to that page, and counts where the least is there already', () => {
  const later = {
    'index.html': { file: 'index.js', isEntry: true, dynamicImports: ['src/routes/_in/a.tsx?c'] },
    '_list.js': { file: 'list.js', dynamicImports: ['src/dialog.tsx'] },
    'src/routes/_in/a.tsx?c': { file: 'a.js', isDynamicEntry: true, imports: ['_list.js'] },
    'src/routes/b.tsx?c': { file: 'b.js', isDynamicEntry: true },
    'src/dialog.tsx': { file: 'dialog.js', isDynamicEntry: true, imports: ['_list.js'] },
  }
  const sizes: Record<string, number> = { 'list.js': 40_000, 'dialog.js': 30_000 }
  const judged = (manifest: typeof later) => judgeBundle(manifest, (file) => sizes[file] ?? 0)
  expect(judged(later)).toEqual([])
  const b = { ...later['src/routes/b.tsx?c'], dynamicImports: ['src/dialog.tsx'] }
  expect(judged({ ...later, 'src/routes/b.tsx?c': b })).toEqual(['src/dialog.tsx: 70.0 kB gzip of 60'])
})

test('a build without an entry is a failure, not a small one', () => {
  expect(judgeBundle({}, () => 0)).toEqual(['the build has no entry'])
})
