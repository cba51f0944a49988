/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/fixtures/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk.out/'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transformer.cjs' },
  moduleNameMapper: {
    '^portico$': '<rootDir>/lib/index.ts',
    '^portico/handler$': '<rootDir>/lib/handler.ts',
    '^portico/testing$': '<rootDir>/emulator/testing/index.ts',
    '^portico/emulator$': '<rootDir>/emulator/index.ts',
  },
  maxWorkers: 2,
  testTimeout: 20_000,
}
