import { namespaceOf, type Scenario, widget } from '../scenario.ts'

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
const asClientsAsk = `${aggregated},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`

/** What is served, in both forms. */
export const DISCOVERY: Scenario = {
  name: 'discovery',
  about: 'discovery, legacy and aggregated, with a kind of two versions',
  objects: [namespaceOf('discovery'), widget('discovery', 'new'), widget('discovery', 'old', 'v1beta1')],
  steps: [
    { what: 'the core group', path: '/api' },
    { what: 'the other groups', path: '/apis', compare: 'known' },
    { what: 'a group', path: '/apis/apps', compare: 'known' },
    { what: 'a group of two versions', path: '/apis/breakwater.example', compare: 'known' },
    { what: 'a group that is not there', path: '/apis/nothing.example' },
    { what: 'a version that is not there', path: '/apis/apps/v9' },
    { what: 'the core resources', path: '/api/v1', compare: 'known' },
    { what: 'the resources of a group', path: '/apis/networking.k8s.io/v1', compare: 'known' },
    { what: 'the resources of an older version', path: '/apis/breakwater.example/v1beta1', compare: 'known' },
    { what: 'the core group, aggregated', path: '/api', accept: aggregated, compare: 'known' },
    { what: 'the other groups, aggregated', path: '/apis', accept: aggregated, compare: 'known' },
    { what: 'the other groups, as clients ask', path: '/apis', accept: asClientsAsk, compare: 'known' },
    {
      what: 'a version of the aggregated form that there is not',
      path: '/apis',
      accept: `${aggregated};v=v9`,
      compare: 'known',
    },
  ],
}
