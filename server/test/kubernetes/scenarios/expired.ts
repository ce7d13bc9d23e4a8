import { configMap, namespaceOf, type Scenario } from '../scenario.ts'

const path = '/api/v1/namespaces/expired/configmaps'

/** States that the server forgot. */
export const EXPIRED: Scenario = {
  name: 'expired',
  about: 'lists that go on from a state which the server forgot',
  objects: [namespaceOf('expired'), ...['a', 'b', 'c', 'd'].map((name) => configMap('expired', name))],
  steps: [
    {
      what: 'the first page',
      path: `${path}?limit=2`,
      keep: { token: 'metadata.continue', version: 'metadata.resourceVersion' },
    },
    {
      what: 'the next page, too late, tells a token for what is left as it is now',
      before: [{ create: configMap('expired', 'e') }, { forget: 'lists' }],
      path: `${path}?limit=2&continue={token}`,
      keep: { inconsistent: 'metadata.continue' },
    },
    {
      what: 'the token for what is left',
      path: `${path}?limit=2&continue={inconsistent}`,
      keep: { token: 'metadata.continue' },
    },
    { what: 'and the page after it', path: `${path}?limit=2&continue={token}` },
    {
      what: 'exactly a state that was forgotten',
      path: `${path}?resourceVersion={version}&resourceVersionMatch=Exact`,
    },
    { what: 'not older than a state that was forgotten', path: `${path}?resourceVersion={version}` },
  ],
}
