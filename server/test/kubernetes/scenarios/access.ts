import { configMap, namespaceOf, type Scenario } from '../scenario.ts'

const authorization = '/apis/authorization.k8s.io/v1'
const access = (attributes: object): object => ({
  kind: 'SelfSubjectAccessReview',
  apiVersion: 'authorization.k8s.io/v1',
  spec: attributes,
})
const mayI = (verb: string, resource: string): object => access({ resourceAttributes: { verb, resource } })
const rules = (spec: object): object => ({
  kind: 'SelfSubjectRulesReview',
  apiVersion: 'authorization.k8s.io/v1',
  spec,
})
const asked = { method: 'POST', path: `${authorization}/selfsubjectaccessreviews` } as const
const askedRules = { method: 'POST', path: `${authorization}/selfsubjectrulesreviews` } as const

/** Who may not, who is not known, and what one may ask about oneself. */
export const ACCESS: Scenario = {
  name: 'access',
  about: 'refusals, and reviews of what the caller may do',
  objects: [namespaceOf('access'), configMap('access', 'a')],
  steps: [
    { what: 'a list that is not allowed', as: 'restricted', path: '/api/v1/services?limit=1' },
    { what: 'nor in a namespace', as: 'restricted', path: '/api/v1/namespaces/access/services' },
    { what: 'nor one object', as: 'restricted', path: '/api/v1/namespaces/access/services/one' },
    { what: 'a watch that is not allowed', as: 'restricted', path: '/api/v1/services?watch=1&timeoutSeconds=2' },
    { what: 'another list is', as: 'restricted', path: '/api/v1/namespaces/access/configmaps' },
    {
      what: 'nobody may write',
      method: 'POST',
      path: '/api/v1/namespaces/access/configmaps',
      body: { metadata: { name: 'mine' } },
    },
    { what: 'in a group', method: 'POST', path: '/apis/apps/v1/namespaces/access/deployments', body: {} },
    { what: 'an anonymous caller sees the version', as: 'anonymous', path: '/version', compare: 'shape' },
    { what: 'and whether the server is well', as: 'anonymous', path: '/readyz' },
    { what: 'but no objects', as: 'anonymous', path: '/api/v1/pods' },
    { what: 'nor discovery', as: 'anonymous', path: '/api/v1' },
    { what: 'nor what is not there', as: 'anonymous', path: '/nothing' },
    { what: 'a wrong token', as: 'stranger', path: '/api/v1/pods' },
    { what: 'not even the version', as: 'stranger', path: '/version' },
    { ...asked, what: 'may I list pods', body: mayI('list', 'pods') },
    { ...asked, what: 'may I watch services', as: 'restricted', body: mayI('watch', 'services') },
    { ...asked, what: 'may I delete pods', body: mayI('delete', 'pods') },
    {
      ...asked,
      what: 'may I read discovery',
      body: access({ nonResourceAttributes: { path: '/apis', verb: 'get' } }),
    },
    { ...asked, what: 'an access review of nothing', body: access({}) },
    { ...askedRules, what: 'what may I', body: rules({ namespace: 'access' }), compare: 'shape' },
    { ...askedRules, what: 'what may I, where', body: rules({}) },
    {
      what: 'who am I',
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1' },
    },
    {
      what: 'an anonymous caller may not ask',
      as: 'anonymous',
      ...asked,
      body: mayI('list', 'pods'),
    },
  ],
}
