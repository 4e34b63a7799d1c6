/** What a link is to show. Of a range the days are chosen in the dialog, unless they are known. */
export type ShareSubject =
  | { kind: 'keep'; keepId: string }
  | { kind: 'album'; albumId: string }
  | { kind: 'range'; from?: string; to?: string }
