/** What templates may give the elements: the files for frameworks and what they import, beside `components`, by path. */
export const templateTypes: ReadonlyMap<string, string>
