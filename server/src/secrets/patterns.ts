/** How a kind of credential looks. */
export interface SecretPattern {
  /** Kept in masks, so that what was masked can still be told. */
  readonly id: string
  /** What every match contains; a text without it is not searched. */
  readonly hints: readonly string[]
  /** Global. Group 1 is the secret where the match is more than that. */
  readonly shape: RegExp
}

/** `-----BEGIN … PRIVATE KEY` in base64, at the three places that a kind of key puts it. */
const ENCODED_PRIVATE_KEY =
  /LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,40}(?:UFJJVkFURSBLRV|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW)[A-Za-z0-9+/]{0,16384}={0,2}/g

/** Sources: the vendors' documentation of their token formats; RFC 3986 (user information in URLs), RFC 7519, RFC 7468. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    id: 'private-key',
    hints: ['PRIVATE KEY'],
    shape:
      /-----BEGIN [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { id: 'jwt', hints: ['eyJ'], shape: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/g },
  {
    id: 'url-password',
    hints: ['://'],
    shape: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"']{0,128}:([^\s/@"'<>]{1,256})@/gi,
  },
  {
    id: 'authorization-header',
    hints: ['earer ', 'asic ', 'EARER ', 'ASIC '],
    shape: /\b(?:Bearer|Basic)\s+([\w+/=.~-]{8,})/gi,
  },
  { id: 'aws-access-key', hints: ['AKIA', 'ASIA', 'ABIA', 'ACCA'], shape: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g },
  { id: 'alibaba-access-key', hints: ['LTAI'], shape: /\bLTAI[A-Za-z0-9]{12,26}\b/g },
  { id: 'tencent-secret-id', hints: ['AKID'], shape: /\bAKID[A-Za-z0-9]{32}\b/g },
  { id: 'google-api-key', hints: ['AIza'], shape: /\bAIza[\w-]{35}/g },
  { id: 'google-oauth', hints: ['GOCSPX-', 'ya29.'], shape: /\b(?:GOCSPX-[\w-]{20,}|ya29\.[\w-]{30,})/g },
  { id: 'azure-storage-key', hints: ['AccountKey='], shape: /AccountKey=([A-Za-z0-9+/=]{40,})/g },
  { id: 'azure-client-secret', hints: ['Q~'], shape: /\b[\w~.-]{3}\dQ~[\w~.-]{31,34}/g },
  { id: 'azure-signature', hints: ['sig='], shape: /[?&]sig=([A-Za-z0-9%+/=]{20,})/g },
  {
    id: 'github-token',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    shape: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g,
  },
  { id: 'gitlab-token', hints: ['glpat-', 'glrt-', 'gldt-', 'glptt-'], shape: /\bgl(?:pat|rt|dt|ptt)-[\w-]{16,}/g },
  { id: 'slack-token', hints: ['xox', 'xapp-'], shape: /\b(?:xox[abeprs][-.][\w.-]{10,}|xapp-[\w-]{20,})/g },
  {
    id: 'webhook',
    hints: ['hooks.slack.com', 'oapi.dingtalk.com', 'qyapi.weixin.qq.com', '/open-apis/bot/', 'webhook.office.com'],
    shape:
      /(?:hooks\.slack\.com\/(?:services|workflows)\/|oapi\.dingtalk\.com\/robot\/send\?access_token=|qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=|\/open-apis\/bot\/v2\/hook\/|webhook\.office\.com\/webhookb2\/)([^\s"'<>]{8,})/g,
  },
  { id: 'telegram-bot', hints: [':AA'], shape: /\b\d{8,10}:AA[\w-]{33}/g },
  {
    id: 'stripe-key',
    hints: ['_live_', '_test_', 'whsec_'],
    shape: /\b(?:[sr]k_(?:live|test)_[0-9A-Za-z]{16,}|whsec_[A-Za-z0-9+/]{24,})/g,
  },
  { id: 'npm-token', hints: ['npm_', '_authToken'], shape: /\bnpm_[A-Za-z0-9]{30,}|_authToken\s*=\s*([^\s"']{8,})/g },
  { id: 'pypi-token', hints: ['pypi-'], shape: /\bpypi-[\w-]{50,}/g },
  {
    id: 'docker-token',
    hints: ['dckr_pat_', '"auth"'],
    shape: /\bdckr_pat_[\w-]{20,}|"auth"\s*:\s*"([A-Za-z0-9+/=]{8,})"/g,
  },
  { id: 'sendgrid-key', hints: ['SG.'], shape: /\bSG\.[\w-]{16,}\.[\w-]{16,}/g },
  { id: 'openai-key', hints: ['sk-'], shape: /\bsk-[\w-]{20,}/g },
  { id: 'hugging-face-token', hints: ['hf_'], shape: /\bhf_[A-Za-z]{30,}/g },
  { id: 'vault-token', hints: ['hvs.', 'hvb.'], shape: /\bhv[sb]\.[\w-]{20,}/g },
  { id: 'grafana-token', hints: ['glsa_', 'glc_'], shape: /\bgl(?:sa|c)_[\w+/=-]{30,}/g },
  { id: 'digitalocean-token', hints: ['_v1_'], shape: /\bdo[por]_v1_[0-9a-f]{64}\b/g },
  { id: 'databricks-token', hints: ['dapi'], shape: /\bdapi[0-9a-f]{32}\b/g },
  { id: 'age-key', hints: ['AGE-SECRET-KEY-'], shape: /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/g },
  {
    id: 'password-hash',
    hints: ['$apr1$', '$2a$', '$2b$', '$2y$', '$6$', '$5$', '$y$', '{SHA}'],
    shape: /(?:\$(?:apr1|2[aby]|[56y])\$|\{SHA\})[./A-Za-z0-9$=+]{16,}/g,
  },
  { id: 'encoded-private-key', hints: ['LS0tLS1CRUdJTi'], shape: ENCODED_PRIVATE_KEY },
  { id: 'alibaba-sts', hints: ['STS.N'], shape: /\bSTS\.N[A-Za-z0-9]{20,30}\b/g },
  { id: 'aws-marketplace-key', hints: ['amzn.mws.'], shape: /\bamzn\.mws\.[0-9a-f-]{36}/g },
  { id: 'cloudflare-origin-key', hints: ['v1.0-'], shape: /\bv1\.0-[0-9a-f]{24}-[0-9a-f]{146}\b/g },
  { id: 'heroku-key', hints: ['HRKU-'], shape: /\bHRKU-[\w-]{36,64}/g },
  { id: 'bitbucket-password', hints: ['ATBB'], shape: /\bATBB[A-Za-z0-9]{32}\b/g },
  { id: 'atlassian-token', hints: ['ATATT3'], shape: /\bATATT3[\w=-]{60,}/g },
  { id: 'rubygems-key', hints: ['rubygems_'], shape: /\brubygems_[0-9a-f]{48}\b/g },
  { id: 'crates-token', hints: ['cio'], shape: /\bcio[A-Za-z0-9]{32}\b/g },
  { id: 'nuget-key', hints: ['oy2'], shape: /\boy2[a-z0-9]{43}\b/g },
  { id: 'maven-password', hints: ['<password>'], shape: /<password>([^<${]{4,256})<\/password>/g },
  { id: 'discord-bot', hints: ['.'], shape: /\b[MNO][A-Za-z\d_-]{23,25}\.[\w-]{6}\.[\w-]{27,38}\b/g },
  { id: 'square-token', hints: ['EAAA', 'sq0csp-'], shape: /\b(?:EAAA[\w-]{60}|sq0csp-[\w-]{43})/g },
  { id: 'braintree-token', hints: ['access_token$'], shape: /access_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}/g },
  { id: 'shopify-token', hints: ['shp'], shape: /\bshp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}\b/g },
  { id: 'mailgun-key', hints: ['key-'], shape: /\bkey-[0-9a-f]{32}\b/g },
  { id: 'mailchimp-key', hints: ['-us'], shape: /\b[0-9a-f]{32}-us\d{1,2}\b/g },
  { id: 'twilio-key', hints: ['SK'], shape: /\bSK[0-9a-f]{32}\b/g },
  { id: 'terraform-token', hints: ['.atlasv1.'], shape: /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,70}/g },
  { id: 'new-relic-key', hints: ['NRAK-'], shape: /\bNRAK-[A-Z0-9]{27}\b/g },
  { id: 'sentry-token', hints: ['sntry'], shape: /\bsntry[su]_[\w+/=]{40,}/g },
  { id: 'postman-key', hints: ['PMAK-'], shape: /\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b/g },
  { id: 'laravel-key', hints: ['base64:'], shape: /\bbase64:([A-Za-z0-9+/]{43}=)/g },
  {
    id: 'netrc',
    hints: ['machine'],
    shape: /\bmachine\s{1,9}\S{1,253}\s{1,9}login\s{1,9}\S{1,253}\s{1,9}password\s{1,9}(\S{4,256})/g,
  },
  {
    id: 'pgpass',
    hints: [':'],
    shape: /^[\w.*-]{1,253}:(?:\d{1,5}|\*):[^:\s]{1,64}:[^:\s]{1,64}:(\S{4,256})$/gm,
  },
  {
    id: 'assignment',
    hints: ['=', ':'],
    // The name in front tells; a reference to a variable, a placeholder or a path is no secret.
    shape:
      /[\w.-]{0,64}(?:passw(?:or)?d|pwd|passphrase|secret|token|credentials?|(?:api|access|private|secret|master|encryption|signing|account|app)[_-]?key)(?:[_-]?(?:value|prod|dev|test|\d{1,4}))?["']?(?:\s{0,4}[=:]\s{0,4}|\s{1,4}(?==))["']?((?!["'/$<{«]|true\b|false\b|null\b)[^\s"'&;,}«]{3,512})/gi,
  },
]

/**
 * Whether a name, of a variable, an option or an annotation, says that its value is a credential: one of its words does, and the last
 * does not say that the value is only about one (`PASSWORD_FILE`, `secretName`).
 */
export function namesCredential(name: string): boolean {
  const known = answers.get(name)
  if (known !== undefined) return known
  const answer = name.length <= 256 && judge(name)
  if (answers.size >= MOST_ANSWERS) answers.clear()
  answers.set(name, answer)
  return answer
}

const MOST_ANSWERS = 10_000
const answers = new Map<string, boolean>()

function judge(name: string): boolean {
  const words = wordsOf(name)
  const last = words.findLast((word) => !/^\d+$/.test(word)) ?? ''
  if (ABOUT.has(last)) return false
  return words.some((word, i) => SECRET_WORDS.test(word) || (word === 'key' && KEYS.has(words[i - 1] ?? '')))
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

const SECRET_WORDS =
  /^(?:\w*passw(?:or)?d|pwd|pass|passphrase|passcode|secrets?|\w*secret|tokens?|\w*token|credentials?|creds?|apikey|accesskey|secretkey|privatekey|authkey)$/
const KEYS = new Set(
  'api access secret private encryption encrypt signing sign master account license ssh app auth shared session hmac jwt storage deploy rsa ssl tls cookie'.split(
    ' ',
  ),
)
const ABOUT = new Set(
  'name names file files path paths dir directory folder ref refs class provider namespace type kind ttl age expiry expiration expires seconds minutes hours timeout url uri endpoint host hostname port enabled enable disabled required length size id ids issuer audience version mount policy rotation interval format algorithm header store manager service prefix suffix field source count limit lifetime location mode selector'.split(
    ' ',
  ),
)
