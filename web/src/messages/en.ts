import { access } from './en-access.ts'
import { assets } from './en-assets.ts'
import { benchmark } from './en-benchmark.ts'
import { clusters } from './en-clusters.ts'
import { configuration } from './en-configuration.ts'
import { connect } from './en-connect.ts'
import { enumWords } from './en-enums.ts'
import { exposed } from './en-exposed.ts'
import { exposures } from './en-exposures.ts'
import { listTexts } from './en-lists.ts'
import { overview } from './en-overview.ts'
import { risksAndTasks } from './en-risks-tasks.ts'
import { settings } from './en-settings.ts'

/**
 * All texts of the dashboard, by key. `{name}` is filled in; a message in two forms is chosen by `{count}`.
 * Words of the API's enums and of single pages stand in files of their own.
 */
export const en = {
  ...enumWords,
  ...listTexts,
  ...clusters,
  ...assets,
  ...exposed,
  ...risksAndTasks,
  ...connect,
  ...settings,
  ...overview,
  ...access,
  ...exposures,
  ...configuration,
  ...benchmark,

  'product.name': 'Breakwater',
  'product.pageTitle': '%s · Breakwater',
  'product.description': 'Every container asset you run, what is at risk, why it matters and what to do, live.',

  'nav.main': 'Main',
  'nav.skip': 'Skip to the content',
  'nav.home': 'Breakwater, overview',
  'nav.open': 'Open the navigation',
  'nav.close': 'Close the navigation',
  'nav.containerAssets': 'Container assets',
  'nav.clusters': 'Clusters',
  'nav.workloads': 'Workloads & containers',
  'nav.exposures': 'Exposures',
  'nav.configuration': 'Configuration',
  'nav.risks': 'Risks',
  'nav.settings': 'Settings',

  'scope.title': 'Scope',
  'scope.region': 'Region',
  'scope.regions': 'Regions',
  'scope.regionGroups': 'Groups',
  'scope.allRegions': 'All regions',
  'scope.noRegions': 'No cluster has a region yet',
  'scope.goneGroup': 'A deleted group',
  'scope.cluster': 'Cluster',
  'scope.allClusters': 'All clusters',
  'scope.noClusters': 'No such cluster',
  'scope.namespace': 'Namespace',
  'scope.allNamespaces': 'All namespaces',
  'scope.noNamespaces': 'No such namespace',
  'scope.withoutSample': 'Without sample',

  'live.connecting': 'Connecting',
  'live.connected': 'Live',
  'live.reconnecting': 'Reconnecting',
  'live.behind': 'Live, {lag} behind',
  'live.lag': 'Changes are shown as they happen. Lag: {lag}.',
  'live.lostAdvice':
    'What is shown may be out of date. It goes on by itself, with all that was missed, once the server is back.',

  'synchronize.title': 'Synchronize Assets',
  'synchronize.all': 'All clusters',
  'synchronize.one': 'Only {name}',
  'synchronize.started': 'The synchronization has started. Follow it in Task Management.',

  'account.menu': 'Account and theme',
  'account.graphiql': 'Try the API (GraphiQL)',
  'account.logOut': 'Log out',
  'theme.title': 'Theme',
  'theme.light': 'Light',
  'theme.dark': 'Dark',
  'theme.auto': 'As the system',

  'signIn.title': 'Sign in',
  'signIn.running': 'Signing in…',
  'signIn.advice':
    'The dashboard is opened by a link that is good once. Print one where Breakwater runs, and open it here:',
  'signIn.command': 'npx --no breakwater login',
  'signIn.note': 'Every start prints such a link as well. A link is good for ten minutes.',
  'signIn.refused': 'This link was used already, or is too old.',
  'signIn.unreachable': 'The server does not answer.',

  'notFound.title': 'There is no such page',
  'notFound.advice': 'The address may be mistyped, or the page has moved.',

  'action.save': 'Save',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.edit': 'Edit',
  'action.delete': 'Delete',
  'action.failed': 'That did not work',

  'failure.network': 'The server does not answer',
  'failure.networkAdvice': 'Check that Breakwater is running and that you can reach it, then try again.',
  'failure.unknown': 'The server could not answer',
  'failure.unknownAdvice': 'Try again. If it goes on, the server’s log tells the cause.',
  'failure.page': 'This page could not be shown',
  'failure.pageAdvice':
    'The dashboard came upon something it did not expect. Try again; reloading the page reads everything anew.',
  'failure.retry': 'Try again',

  'filter.bar': 'Filters of {label}',
  'filter.search': 'Search',
  'filter.clearSearch': 'Clear the search',
  'filter.clear': 'Clear filters',
  'filter.takeAway': 'Take this away',
  'filter.asked': '{label}: {value}',
  'filter.andMore': '{first} +{more}',
  'filter.more': 'More filters',
  'filter.fewer': 'Fewer filters',
  'filter.range': '{from} to {to}',
  'filter.rangeFrom': 'from {from}',
  'filter.rangeTo': 'to {to}',
  'filter.atLeast': 'At least',
  'filter.atMost': 'At most',
  'filter.firstDay': 'From',
  'filter.lastDay': 'To, included',
  'filter.any': 'Any',
  'filter.yes': 'Yes',
  'filter.no': 'No',
  'filter.typeValue': 'Type and press Enter',
  'filter.atRisk': 'At risk',
  'filter.gone': 'Only what is gone',

  'list.loading': 'Loading {label}',
  'list.sortBy': 'Sort by {column}',
  'list.pages': 'Pages of {label}',
  'list.actions': 'Actions',
  'list.shown': { one: '{shown} of {count}', other: '{shown} of {count}' },
  'list.choose': 'Choose {row}',
  'list.chooseAll': 'Choose all of this page',
  'list.next': 'Next',
  'list.previous': 'Previous',
  'list.waiting': { one: '{count} new', other: '{count} new' },
  'list.noMatch': 'Nothing matches these filters',
  'list.noMatchAdvice': 'Take a filter away, or look in another scope.',

  'time.now': 'just now',
  'time.soon': 'in a moment',
  'time.never': 'never',
  'time.ago': '{amount} ago',
  'time.in': 'in {amount}',
  'time.milliseconds': { one: '{count} ms', other: '{count} ms' },
  'time.seconds': { one: '{count} s', other: '{count} s' },
  'time.minutes': { one: '{count} min', other: '{count} min' },
  'time.hours': { one: '{count} h', other: '{count} h' },
  'time.days': { one: '{count} day', other: '{count} days' },
} as const
