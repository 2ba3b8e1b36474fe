import js from '@eslint/js'
import lit from 'eslint-plugin-lit'
import wc from 'eslint-plugin-wc'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  // The examples are projects of their own, checked by npm run try.
  { ignores: ['dist', 'dist-server', 'node_modules', '.cache', 'examples'] },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    // Type-aware rules need to know which of the three programs a file belongs to.
    languageOptions: {
      parserOptions: { project: ['./tsconfig.dom.json', './tsconfig.worker.json', './tsconfig.node.json'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  // What an element dispatches is typed by an interface of its class's name.
  { files: ['components/rtc-*.ts'], rules: { '@typescript-eslint/no-unsafe-declaration-merging': 'off' } },
  // Declares what the browser has as globals, in the form that lib.dom.d.ts does.
  {
    files: ['**/*.d.ts'],
    rules: {
      'no-var': 'off',
      '@typescript-eslint/prefer-function-type': 'off',
      // Inside `declare module '*.fs'` an import declaration finds nothing.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['bench/*.mjs'],
    languageOptions: {
      globals: {
        WebAssembly: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        TextEncoder: 'readonly',
      },
    },
  },
  {
    files: ['docs/*.js'],
    languageOptions: { globals: { document: 'readonly' } },
  },
  // Half of it, or all, runs in a page.
  {
    files: [
      'test/support/peers/firefox.mjs',
      'scripts/*-states.mjs',
      'scripts/page-walking.mjs',
      'scripts/screenshots.mjs',
      'scripts/try.mjs',
      'bench/first-frame.mjs',
      'bench/first-frame/*.js',
    ],
    languageOptions: {
      globals: {
        window: 'readonly',
        document: 'readonly',
        navigator: 'readonly',
        AnalyserNode: 'readonly',
        AudioContext: 'readonly',
        Event: 'readonly',
        MediaStream: 'readonly',
        MediaStreamAudioSourceNode: 'readonly',
        OffscreenCanvas: 'readonly',
        URLSearchParams: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  { files: ['signaling/main.ts', 'scripts/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/browser/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ":matches(CallExpression[callee.property.name='concurrent'], CallExpression[callee.callee.object.property.name='concurrent']) MemberExpression[object.name='expect'][property.name='poll']",
          message: 'Beside other tests, say test.expect.poll: the other one knows the test that began last, or none.',
        },
      ],
    },
  },
  {
    files: ['components/**/*.ts'],
    plugins: { lit, wc },
    rules: { ...lit.configs['flat/recommended'].rules, ...wc.configs['flat/recommended'].rules },
  },
)
