/** What whoever keeps the tables reads about their folder. */
export const factsFolderCopy = {
  unreadable: '没有这个文件夹，或者里面有读不了的文件。检查 FACTS_DIR 和权限。',
} as const;
