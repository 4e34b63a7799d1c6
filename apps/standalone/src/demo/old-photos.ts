import type { Entry } from './entry.ts'

/** Out of a box of photos: Sonya when she was as small as Leo, and her grandmother when she was as old as Sonya. */
export const oldPhotos: readonly Entry[] = [
  {
    when: { longAgo: '1968-06-01' },
    at: '00:00',
    by: 'vera',
    roughly: 'season',
    title: 'Лето в Ольховке',
    body: 'Мне семь. На обороте карандашом: «Вера и речка». Числа никто не записал.',
    shots: [['hills', 'golden']],
    tags: ['ольховка', 'бабушка маленькая'],
    said: [{ by: 'anna', text: 'Мама, у тебя Сонины коленки.' }],
  },
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
