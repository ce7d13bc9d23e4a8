import type { AccessService } from '@breakwater/schema/services.ts'
import { type Access, CODE_LIFETIME_MS } from './access.ts'

/** What resolvers ask of access. `linkOf` makes the address of the page that takes a login code. */
export function createAccessService(access: Access, linkOf: (code: string) => string): AccessService {
  return {
    createToken: (input, by) => access.addToken(input, by),
    revokeToken: (id, viewer) => access.revokeToken(id, viewer),
    revokeSession: (id, viewer) => access.revokeSession(id, viewer),
    async createLoginLink(link, by) {
      const expiresAt = new Date(Date.now() + CODE_LIFETIME_MS)
      return { url: linkOf(await access.createLoginCode(link, by)), expiresAt }
    },
  }
}
