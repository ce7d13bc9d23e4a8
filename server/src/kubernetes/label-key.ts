/** Source: Kubernetes, "Labels and Selectors", syntax and character set. */
const LABEL_KEY = /^(?:[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/

export function isLabelKey(text: string): boolean {
  return LABEL_KEY.test(text)
}
