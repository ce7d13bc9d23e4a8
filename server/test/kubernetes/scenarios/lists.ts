import { configMap, namespaceOf, podWithAccount, type Scenario } from '../scenario.ts'

const path = '/api/v1/namespaces/lists/configmaps'

/** Pages, resource versions, selectors and representations. */
export const LISTS: Scenario = {
  name: 'lists',
  about: 'lists in pages, resource versions, field selectors, representations',
  objects: [
    namespaceOf('lists'),
    ...['a', 'b', 'c', 'd', 'e'].map((name) => configMap('lists', name)),
    ...podWithAccount('lists', 'alone'),
  ],
  steps: [
    { what: 'all at once', path, keep: { version: 'metadata.resourceVersion' } },
    { what: 'the first page', path: `${path}?limit=2`, keep: { token: 'metadata.continue' } },
    { what: 'a page between', path: `${path}?limit=2&continue={token}`, keep: { token: 'metadata.continue' } },
    {
      what: 'the last page, of the state that the list began with',
      before: [{ create: configMap('lists', 'f') }],
      path: `${path}?limit=2&continue={token}`,
    },
    { what: 'a page larger than the list', path: `${path}?limit=500` },
    { what: 'version 0 has no pages', path: `${path}?resourceVersion=0&limit=2` },
    { what: 'not older than a version', path: `${path}?resourceVersion={version}&resourceVersionMatch=NotOlderThan` },
    { what: 'exactly a version', path: `${path}?resourceVersion={version}&resourceVersionMatch=Exact` },
    { what: 'a version with a limit is exact', path: `${path}?resourceVersion={version}&limit=10` },
    { what: 'a version without a limit is the newest', path: `${path}?resourceVersion={version}` },
    { what: 'a version that is still to come, not older', path: `${path}?resourceVersion=99999999` },
    { what: 'a version that is still to come, with a limit', path: `${path}?resourceVersion=99999999&limit=1` },
    {
      what: 'a version that is still to come, exactly',
      path: `${path}?resourceVersion=99999999&resourceVersionMatch=Exact`,
    },
    { what: 'a match without a version', path: `${path}?resourceVersionMatch=Exact` },
    { what: 'exactly version 0', path: `${path}?resourceVersion=0&resourceVersionMatch=Exact` },
    { what: 'a version that is no number', path: `${path}?resourceVersion=abc` },
    { what: 'a match with a token', path: `${path}?continue=abc&resourceVersionMatch=Exact` },
    { what: 'a token that is none', path: `${path}?limit=2&continue=abc` },
    { what: 'by name', path: `${path}?fieldSelector=metadata.name%3Da` },
    { what: 'all but one name', path: `${path}?fieldSelector=metadata.name!%3Da` },
    { what: 'by a field that cannot be selected', path: `${path}?fieldSelector=data.color%3Dblue` },
    { what: 'none', path: `${path}?fieldSelector=metadata.name%3Dnone` },
    { what: 'one object', path: `${path}/a` },
    { what: 'one object that is not there', path: `${path}/none` },
    { what: 'a pod', path: '/api/v1/namespaces/lists/pods' },
    { what: 'a namespace by name', path: '/api/v1/namespaces?fieldSelector=metadata.name%3Dlists' },
    { what: 'a namespace that is not there', path: '/api/v1/namespaces/none/pods' },
    { what: 'a resource that is not there', path: '/api/v1/nothings' },
    { what: 'a group that is not there', path: '/apis/nothing.example/v1/pods' },
    { what: 'a Table of a version that there is not', path, accept: 'application/json;as=Table;v=v9;g=meta.k8s.io' },
    {
      what: 'such a Table, or else JSON',
      path: `${path}?limit=1`,
      accept: 'application/json;as=Table;v=v9;g=meta.k8s.io, application/json',
    },
    { what: 'XML', path, accept: 'application/xml' },
    { what: 'anything', path: `${path}?limit=1`, accept: '*/*' },
  ],
}
