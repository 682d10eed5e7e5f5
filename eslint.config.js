import js from "@eslint/js"
import ts from "typescript-eslint"

export default ts.config(
  {
    ignores: ["**/dist/", "**/tmp-*/", "coverage/", "language/lib/", "generator/test/fixtures/", "examples/generated/"],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    rules: {
      "no-undef": "off",
      "no-shadow-restricted-names": "off",
      "@typescript-eslint/no-namespace": ["error", { allowDeclarations: true }],
      "@typescript-eslint/unified-signatures": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
)
