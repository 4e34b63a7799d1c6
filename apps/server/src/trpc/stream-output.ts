import { tracked } from '@trpc/server'
import { z } from 'zod'

/** What a browser receives of a stream: the data, and the id it comes back with after a gap. */
export interface StreamItem<Data> {
  id: string
  data: Data
}

type Stream<Data> = AsyncGenerator<StreamItem<Data>, void, unknown>

/**
 * The output of a subscription: a generator of items, each item's data parsed like any other output and sent
 * with its id.
 */
export function trackedStream<Item extends z.ZodType>(item: Item) {
  return (
    z
      .custom<Stream<z.output<Item>>>(isAsyncIterable)
      .transform((stream): unknown => toEnvelopes(stream, item))
      // tRPC names its envelope by a type that it does not export, so that no declaration of the router could be
      // written; on the wire an envelope is exactly a StreamItem.
      .pipe(z.custom<Stream<z.output<Item>>>(isAsyncIterable))
  )
}

async function* toEnvelopes<Item extends z.ZodType>(stream: Stream<z.output<Item>>, item: Item) {
  for await (const { id, data } of stream) {
    yield tracked(id, item.parse(data))
  }
}

function isAsyncIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
