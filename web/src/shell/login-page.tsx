'use client'

import { useEffect, useRef, useState } from 'react'
import { text } from '../messages/text.ts'
import { codeOf } from './login-code.ts'
import classes from './shell.module.css'
import { SignIn } from './sign-in.tsx'

/** Exchanges the code of a login link for a session, then opens the dashboard. */
export function LoginPage() {
  const [problem, setProblem] = useState<string | null>()
  const started = useRef(false)

  useEffect(() => {
    // A code is good once: React's second run of an effect in development must not use it up.
    if (started.current) return
    started.current = true
    const code = codeOf(window.location.hash)
    // The code leaves the address bar and the history at once.
    window.history.replaceState(null, '', window.location.pathname)
    if (code === undefined) setProblem(null)
    else
      void exchange(code).then((failed) => (failed === undefined ? window.location.replace('/') : setProblem(failed)))
  }, [])

  if (problem === undefined) {
    return (
      <main className={classes.alone} aria-busy="true">
        {text('signIn.running')}
      </main>
    )
  }
  return <SignIn problem={problem ?? undefined} />
}

/** Undefined when it worked, otherwise why not. */
async function exchange(code: string): Promise<string | undefined> {
  try {
    const response = await fetch('/auth/login', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
    if (response.ok) return undefined
    const answer: unknown = await response.json().catch(() => undefined)
    return messageOf(answer) ?? text('signIn.refused')
  } catch {
    return text('signIn.unreachable')
  }
}

function messageOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return undefined
  return typeof answer.message === 'string' ? answer.message : undefined
}
