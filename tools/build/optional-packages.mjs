/**
 * esbuild plugin for the full bundle: a package that is not installed stays an import of the bundle instead of failing
 * the build. Nest and TypeORM ask for drivers and platforms nobody uses here (mqtt, oracledb, …) inside try/catch.
 */
export const optionalPackages = {
  name: 'optional-packages',
  setup(build) {
    // What a package would have compiled at its installation (cpu-features of ssh2): asked for inside try/catch as well.
    build.onResolve({ filter: /\.node$/ }, ({ path }) => ({ path, external: true }));
    build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...args }) => {
      if (pluginData === 'resolving' || args.kind === 'entry-point' || !args.importer.includes('/node_modules/')) return undefined;
      const found = await build.resolve(path, { kind: args.kind, importer: args.importer, resolveDir: args.resolveDir, pluginData: 'resolving' });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};
