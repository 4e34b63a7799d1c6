import type { Entry } from './entry.ts'

/** Sonya when she was as small as Leo: out of a box of photos, to lay beside his. */
export const album: readonly Entry[] = [
  {
    when: { sonyaMonths: 0 },
    at: '04:35',
    by: 'thomas',
    milestone: 'other',
    title: 'Sonya',
    body: '3,150 g, 50 cm, ten past four. She looked at us as if we were late.',
    shots: [['morning', 'spring']],
  },
  {
    when: { sonyaMonths: 12 },
    at: '16:10',
    by: 'anna',
    milestone: 'birthday',
    title: 'Соне один год',
    body: 'Свечу задула чихом. Решили, что считается.',
    shots: [
      ['cake', 'golden'],
      ['cake', 'dusk'],
    ],
  },
  {
    when: { sonyaMonths: 16 },
    at: '11:20',
    by: 'anna',
    body: 'Соня надела папины сапоги и ушла из дома. Недалеко: сапоги остались.',
    shots: [['leaves', 'golden']],
    said: [{ by: 'vera', text: 'Сапоги и сейчас у меня в прихожей. Ждут Лео.' }],
  },
]
