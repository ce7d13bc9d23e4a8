import { listOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import { mitre } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'
import { membersOf, type Subject } from '../subject.ts'

/** Source: MITRE ATT&CK T1546; Kubernetes, Dynamic Admission Control: a webhook is sent the whole object, and a mutating one may change it. */
export const webhooksToReview: Rule = {
  id: 'KC-114',
  title: 'Webhooks to review',
  severity: 'medium',
  frameworks: [...mitre('T1546')],
  why: 'The service behind a webhook is sent every object that its rules name, and a mutating one can put a container of its own into any pod.',
  remedy:
    'Make sure that you know who runs the service, narrow its rules, and accept the finding for hooks that you trust.',
  noPatch: 'Whether the service behind it is to be trusted is for you to say.',
  objects: {
    ValidatingWebhookConfiguration: (subject) => review(subject, 'may see and refuse'),
    MutatingWebhookConfiguration: (subject) => review(subject, 'may see and change'),
  },
}

function review({ object }: Subject, what: string): Failure[] {
  return membersOf(object['webhooks']).map(({ fields, at }) => {
    const resources = [...new Set(listOf(fields['rules']).flatMap((rule) => textsOf(rule['resources'])))]
    const shown = resources.slice(0, 5).map((resource) => textOf(resource, 63))
    const more = resources.length > shown.length ? ` and ${resources.length - shown.length} more` : ''
    const text = `Webhook ${textOf(fields['name'], 253)} ${what} ${shown.join(', ') || 'nothing yet'}${more}.`
    return { path: ['webhooks', at], text }
  })
}
