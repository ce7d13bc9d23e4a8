import { configMap, namespaceOf, podWithAccount, type Scenario, widget } from '../scenario.ts'

const path = '/api/v1/namespaces/watches/configmaps'
const changed = { metadata: { labels: { changed: 'yes' } } }

/** Streams: where they begin, what they tell, how they end. A bookmark comes two seconds before the end. */
export const WATCHES: Scenario = {
  name: 'watches',
  about: 'watches from a version and from the present, bookmarks, versions that are too old',
  objects: [
    namespaceOf('watches'),
    configMap('watches', 'a'),
    configMap('watches', 'b'),
    ...podWithAccount('watches', 'alone'),
    widget('watches', 'w'),
  ],
  steps: [
    { what: 'the list', path, keep: { version: 'metadata.resourceVersion' } },
    {
      what: 'what happens after a version, and how far it came',
      path: `${path}?watch=1&allowWatchBookmarks=true&timeoutSeconds=4&resourceVersion={version}`,
      during: [
        { create: configMap('watches', 'c') },
        { patch: configMap('watches', 'a'), by: changed },
        { remove: configMap('watches', 'b') },
      ],
    },
    {
      what: 'the same again, from the history',
      path: `${path}?watch=1&timeoutSeconds=2&resourceVersion={version}`,
    },
    { what: 'version 0 begins with what is there', path: `${path}?watch=1&timeoutSeconds=2&resourceVersion=0` },
    { what: 'no version begins with what is there', path: `${path}?watch=1&timeoutSeconds=2` },
    {
      what: 'with bookmarks, the end of what is there is told',
      path: `${path}?watch=1&allowWatchBookmarks=true&timeoutSeconds=5`,
      during: [{ patch: configMap('watches', 'c'), by: changed }],
    },
    {
      what: 'what is there, asked for',
      path: `${path}?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=5`,
      during: [{ patch: configMap('watches', 'c'), by: { metadata: { labels: { changed: 'again' } } } }],
    },
    {
      what: 'one object of many',
      path: `${path}?watch=1&timeoutSeconds=2&resourceVersion={version}&fieldSelector=metadata.name%3Da`,
    },
    {
      what: 'a version that is still to come is waited for',
      path: `${path}?watch=1&allowWatchBookmarks=true&timeoutSeconds=4&resourceVersion=99999999`,
    },
    {
      what: 'pods, and a bookmark of their kind',
      path: '/api/v1/namespaces/watches/pods?watch=1&allowWatchBookmarks=true&timeoutSeconds=5&resourceVersion=0',
      during: [
        { patch: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'alone', namespace: 'watches' } }, by: changed },
      ],
    },
    { what: 'a version that is no number', path: `${path}?watch=1&timeoutSeconds=2&resourceVersion=abc` },
    {
      what: 'a match without initial events',
      path: `${path}?watch=1&timeoutSeconds=2&resourceVersion=1&resourceVersionMatch=Exact`,
    },
    {
      what: 'initial events without a match',
      path: `${path}?watch=1&timeoutSeconds=2&sendInitialEvents=true`,
    },
    {
      what: 'a field that cannot be selected',
      path: `${path}?watch=1&timeoutSeconds=2&fieldSelector=data.color%3Dblue`,
    },
    { what: 'a resource that is not there', path: '/api/v1/nothings?watch=1&timeoutSeconds=2' },
    {
      what: 'a list of a custom kind',
      path: '/apis/breakwater.example/v1/namespaces/watches/widgets',
      keep: { old: 'metadata.resourceVersion' },
    },
    {
      what: 'a version that is too old is an event of 410',
      before: [{ forget: 'watches' }],
      path: '/apis/breakwater.example/v1/namespaces/watches/widgets?watch=1&timeoutSeconds=2&resourceVersion={old}',
    },
  ],
}
