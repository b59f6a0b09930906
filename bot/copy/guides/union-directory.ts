/** The unions that an admin has written down, as workers read of them. */
export const unionDirectoryCopy = {
  heading: '就近的工会：',
  /** `note`: where it comes from, and when it was checked. */
  office: (name: string, contact: string, hours: string | undefined, note: string) =>
    `${[name, contact, ...(hours === undefined ? [] : [hours])].join('，')}（${note.replace(/。$/, '')}）`,
  none: '这里还没有录你那儿的工会名单。交上去，工会的人帮你找。',
} as const;
