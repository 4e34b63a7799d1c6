# syntax=docker/dockerfile:1
# Three targets of one build: server, worker, web. The workspace keeps its layout, because Node runs our TypeScript
# as it is, and refuses to below node_modules, where `pnpm deploy` would put it.

FROM node:24-slim AS base
WORKDIR /app

FROM base AS pnpm
ENV CI=true
RUN npm install --global pnpm@12.21.0
# Packages change less often than sources: this layer is kept while the lockfile stays. Only the store is wanted
# of it; the folder that `fetch` also makes would hold the packages of development too.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch && rm -rf node_modules
COPY . .

# The browser's part, the only one that is compiled.
FROM pnpm AS web-build
RUN pnpm install --offline --frozen-lockfile --filter '@kinkeep/web...'
RUN cd apps/web && node_modules/.bin/vite build

# What runs, with production dependencies. The registry's Node goes: the image has one.
FROM pnpm AS app-build
RUN pnpm install --offline --frozen-lockfile --prod \
      --filter-prod '@kinkeep/server...' --filter-prod '@kinkeep/worker...' \
  && rm -rf node_modules/.bin node_modules/node-linux-* node_modules/.pnpm/node-linux-* \
  && rm -rf apps/cli apps/standalone apps/web packages/ui packages/testing bench scripts docs docker .ci

FROM base AS app
COPY --from=app-build /app /app
USER node
STOPSIGNAL SIGTERM

# Also migrates: `node apps/worker/src/migrate.ts`.
FROM app AS worker
CMD ["node", "apps/worker/src/main.ts"]

FROM app AS server
COPY --from=web-build /app/apps/web/dist /app/apps/web/dist
ENV HOST=0.0.0.0 PORT=4041 WEB_ROOT=/app/apps/web/dist
EXPOSE 4041
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4041/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/src/main.ts"]

# One origin for browsers: files named by their content from here, everything else from the server.
FROM nginxinc/nginx-unprivileged:1.29-alpine AS web
COPY docker/web.conf /etc/nginx/conf.d/default.conf
COPY --from=web-build /app/apps/web/dist/assets /usr/share/nginx/html/assets
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 \
  CMD ["wget", "--quiet", "--spider", "http://127.0.0.1:8080/health"]
