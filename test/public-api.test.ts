import * as lib from 'portico'
import * as emulator from 'portico/emulator'
import * as handler from 'portico/handler'
import * as testing from 'portico/testing'

/** What users can import. A change here is a change for them: it belongs into CHANGELOG.md. */
test.each([
  [
    'portico',
    lib,
    [
      'Auth',
      'ConfigError',
      'ImportedGateway',
      'PorticoChecks',
      'RestDomain',
      'RestGateway',
      'RestMonitoring',
      'RestVersions',
      'Route',
      'Target',
      'Truststore',
      'defineRest',
    ],
  ],
  ['portico/emulator', emulator, ['Emulator', 'ManualClock', 'RealClock', 'UserError', 'formatDiagnostic', 'randomIds', 'seededIds']],
  ['portico/handler', handler, ['bodyOf']],
  ['portico/testing', testing, ['UserError', 'emulate', 'formatDiagnostic', 'matchers']],
])('%s exports what it did', (_name, module, names) => {
  expect(Object.keys(module).sort()).toEqual(names)
})
