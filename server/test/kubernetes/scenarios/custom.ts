import { namespaceOf, type Scenario, widget } from '../scenario.ts'

const path = '/apis/breakwater.example/v1/namespaces/custom/widgets'
const older = '/apis/breakwater.example/v1beta1/namespaces/custom/widgets'

/** Objects of a CustomResourceDefinition, which are told in full. */
export const CUSTOM: Scenario = {
  name: 'custom',
  about: 'lists and watches of a custom kind in two versions',
  objects: [namespaceOf('custom'), widget('custom', 'new'), widget('custom', 'old', 'v1beta1')],
  steps: [
    { what: 'all of them', path, keep: { version: 'metadata.resourceVersion' } },
    { what: 'in the older version', path: older },
    { what: 'a page', path: `${path}?limit=1`, keep: { token: 'metadata.continue' } },
    { what: 'the last page', path: `${path}?limit=1&continue={token}` },
    { what: 'one', path: `${older}/new` },
    { what: 'one that is not there', path: `${path}/none` },
    { what: 'none', path: '/apis/breakwater.example/v1/namespaces/none/widgets' },
    {
      what: 'what happens, in the older version',
      path: `${older}?watch=1&allowWatchBookmarks=true&timeoutSeconds=5&resourceVersion={version}`,
      during: [{ create: widget('custom', 'third') }, { remove: widget('custom', 'old') }],
    },
    { what: 'what is there', path: `${path}?watch=1&timeoutSeconds=2&resourceVersion=0` },
  ],
}
