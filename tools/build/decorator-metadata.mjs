import { readFile } from 'node:fs/promises';
import { transform } from '@swc/core';

const looksDecorated = /(^|[\s(,])@[A-Za-z_$]/m;

/**
 * esbuild plugin: TypeScript's legacy decorators with `emitDecoratorMetadata`, which Nest's dependency injection,
 * class-validator and TypeORM read and esbuild does not emit. Only files in which an `@` may start a decorator take
 * the way through swc; all others stay with esbuild, which is several times faster.
 */
export const decoratorMetadata = {
  name: 'decorator-metadata',
  setup(build) {
    build.onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => {
      if (path.includes('/node_modules/')) return undefined;
      const source = await readFile(path, 'utf8');
      if (!looksDecorated.test(source)) return { contents: source, loader: 'ts' };
      const { code } = await transform(source, {
        filename: path,
        configFile: false,
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      });
      return { contents: code, loader: 'js' };
    });
  },
};
