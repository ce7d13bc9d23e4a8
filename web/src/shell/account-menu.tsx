'use client'

import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { IconApi, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { setSession } from '../api/session.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { ViewerQuery } from './viewer-query.ts'

const LogOutMutation = graphql(`
  mutation LogOut($input: LogOutInput!) {
    payload: logOut(input: $input) {
      userErrors {
        field
        code
        message
      }
    }
  }
`)

/** Who is signed in, the theme, and the way out. */
export function AccountMenu() {
  const [{ data }] = useQuery({ query: ViewerQuery })
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const logOut = useAction(LogOutMutation)
  const schemes = [
    { value: 'light', icon: IconSun },
    { value: 'dark', icon: IconMoon },
    { value: 'auto', icon: IconDeviceDesktop },
  ] as const

  async function leave(): Promise<void> {
    const outcome = await logOut.run({ input: {} })
    if (!outcome.ok) return
    setSession('signed-out')
    // A new page forgets what the cache holds.
    window.location.assign('/login')
  }

  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={text('account.menu')}>
          <IconUser size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {data && <Menu.Label>{text(`role.${data.viewer.role}`)}</Menu.Label>}
        <Menu.Label>{text('theme.title')}</Menu.Label>
        {schemes.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} aria-hidden />}
            fw={colorScheme === value ? 600 : 400}
            onClick={() => setColorScheme(value)}
          >
            {text(`theme.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="/graphiql" leftSection={<IconApi size={16} aria-hidden />}>
          {text('account.graphiql')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {text('account.logOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
