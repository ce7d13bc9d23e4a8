import type { RightsService } from '@breakwater/schema/rights-service.ts'
import { ACCESS_KINDS } from '../kubernetes/access/access.ts'
import type { AskedOnce } from './asked-once.ts'

/** Who can do what, by the roles and bindings that are stored. */
export function createRightsService(asked: AskedOnce): RightsService {
  return {
    whoCan: (request, signal) => asked.ask(request.cluster, ACCESS_KINDS, { ask: 'whoCan', request }, signal),
    whatCan: (request, signal) => asked.ask(request.cluster, ACCESS_KINDS, { ask: 'whatCan', request }, signal),
  }
}
