import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { LanguageProvider } from '#ui/language.tsx'
import { makeQueryClient } from '#ui/queries.ts'
import { SchemeProvider } from '#ui/scheme.tsx'
import 'virtual:tokens.css'
import '#ui/styles/base.css'
import { loadFrame, makeRouter } from './router.tsx'

const client = makeQueryClient()
const router = makeRouter(client)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <SchemeProvider>
          <RouterProvider router={router} />
        </SchemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)

// While somebody types a password, what comes after it can already be fetched.
requestIdleCallback(() => void loadFrame())
