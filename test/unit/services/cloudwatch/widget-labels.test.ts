import { labelMetrics, namesOf } from '../../../../emulator/services/cloudwatch/widget/labels'

/** The labels of metrics, given as namespace, name, statistic and values of dimensions, or as an expression and its id. */
function labels(...rows: (readonly string[] | { readonly expression: string; readonly id?: string } | { readonly label: string })[]) {
  return labelMetrics(
    rows.map((row, at) => {
      const Id = 'id' in row && row.id !== undefined ? row.id : `q_${at}`
      if ('expression' in row) return { axis: 'left', query: { Id, Expression: row.expression } }
      const [Namespace, MetricName, Stat, ...values] = 'label' in row ? ['Shop', 'Orders', 'Sum'] : row
      const MetricStat = { Metric: { Namespace, MetricName, Dimensions: values.map((Value) => ({ Name: 'D', Value })) }, Period: 60, Stat }
      return { axis: 'left', query: { Id, MetricStat, ...('label' in row ? { Label: row.label } : {}) } }
    }),
  ).map(({ Label }) => Label)
}

test.each<[string, Parameters<typeof labels>, (string | undefined)[]]>([
  ['one metric has its name', [['Shop', 'Orders', 'Sum', 'prod']], ['Orders']],
  [
    'names tell apart',
    [
      ['Shop', 'Orders', 'Sum'],
      ['Shop', 'Refunds', 'Sum'],
    ],
    ['Orders', 'Refunds'],
  ],
  [
    'dimensions do where names do not',
    [
      ['Shop', 'Orders', 'Sum', 'a', 'eu'],
      ['Shop', 'Orders', 'Sum', 'b', 'eu'],
    ],
    ['a', 'b'],
  ],
  [
    'statistics where nothing else does',
    [
      ['Shop', 'Time', 'p50'],
      ['Shop', 'Time', 'p90'],
    ],
    ['p50', 'p90'],
  ],
  [
    'namespaces at last',
    [
      ['A', 'Time', 'p50'],
      ['B', 'Time', 'p50'],
    ],
    ['A', 'B'],
  ],
  ['an expression has its id', [['Shop', 'Orders', 'Sum'], { expression: 'q_0 * 2', id: 'twice' }], ['Orders', 'twice']],
  ['or the number of its row', [['Shop', 'Orders', 'Sum'], { expression: 'q_0 * 2' }], ['Orders', 'Expression2']],
  ['what a search finds has names of its own', [{ expression: "SEARCH('x', 'Sum', 60)" }], [undefined]],
  ['what is made of a search has not', [{ expression: "AVG(SEARCH('x', 'Sum', 60))" }], ['Expression1']],
  ['a label of the user stays', [{ label: 'mine' }], ['mine']],
  ['and may ask for the name', [{ label: 'all ${LABEL}' }], ['all Orders']],
])('%s', (_name, rows, expected) => {
  expect(labels(...rows)).toEqual(expected)
})

test.each<[string, string[], string[], string[]]>([
  ['one series has the name of its query', ['rate'], ['Orders'], ['rate']],
  ['several of one name are told apart', ['rate', 'rate'], ['Orders', 'Refunds'], ['rate Orders', 'rate Refunds']],
  ['names that differ stay', ['prod Count', 'test Count'], ['prod Count', 'test Count'], ['prod Count', 'test Count']],
])('%s', (_name, labels, own, expected) => {
  expect(namesOf(labels, own)).toEqual(expected)
})
