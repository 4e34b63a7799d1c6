import { readFile } from 'node:fs/promises'
import path from 'node:path'
import compress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import { notFound } from '@kinkeep/core/platform/errors'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readPagePreloads } from './page-preloads.ts'

const year = 365 * 24 * 60 * 60

/**
 * Gives replies `compress`, which the API's answers use. Not a hook on every route: streams must leave at once,
 * the web's files are compressed when they are built, and no request body is unpacked.
 */
export async function registerCompression(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    global: false,
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    threshold: 1024,
  })
}

/** What stands in the head of a shared page, for those who do not run it; empty for most. */
export type SharedHeadOf = (token: string) => Promise<string>

/**
 * The built web. Files under assets/ are named by their content and never change; every other address that a
 * browser opens is a page of the SPA.
 */
export async function registerWeb(
  app: FastifyInstance,
  webRoot: string,
  sharedHeadOf: SharedHeadOf,
): Promise<void> {
  await app.register(fastifyStatic, {
    root: webRoot,
    index: false,
    wildcard: true,
    preCompressed: true,
    setHeaders(response, file) {
      const isImmutable = path.relative(webRoot, file).startsWith(`assets${path.sep}`)
      response.header('cache-control', isImmutable ? `public, max-age=${year}, immutable` : 'no-cache')
    },
  })
  const linkOf = await readPagePreloads(webRoot)
  const sendPage = (request: FastifyRequest, reply: FastifyReply) => {
    const link = linkOf(request.url, request.headers['accept-language'])
    if (link !== undefined) reply.header('link', link).header('vary', 'accept-language')
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  }
  app.get('/', sendPage)
  app.get<{ Params: { token: string } }>('/s/:token', async (request, reply) => {
    const head = await sharedHeadOf(request.params.token)
    if (head === '') return sendPage(request, reply)
    const page = await readFile(path.join(webRoot, 'index.html'), 'utf8')
    return reply
      .header('cache-control', 'no-store')
      .header('content-type', 'text/html; charset=utf-8')
      .send(page.replace('</head>', () => `${head}</head>`))
  })
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (!isPage || request.url.startsWith('/trpc/') || request.url.startsWith('/assets/')) throw notFound()
    return sendPage(request, reply)
  })
}
