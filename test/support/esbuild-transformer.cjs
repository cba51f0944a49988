const { createHash } = require('node:crypto')
const { transformSync, version } = require('esbuild')

/** Turns TypeScript into CommonJS for jest; TypeScript 7 has no JavaScript API for ts-jest to use. */
module.exports = {
  getCacheKey: (source, path) => createHash('sha1').update(version).update(path).update(source).digest('hex'),
  process: (source, path) =>
    transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20', sourcefile: path, sourcemap: 'inline' }),
}
