import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [svelte()],
  // The dev server must not bundle it: it finds its workers and effects beside itself.
  optimizeDeps: { exclude: ['rtc-elements'] },
})
