/** What the staff console says about getting in, in Chinese that everybody reads at once. */
export const accessCopy = {
  name: '工友控制台',
  opening: '正在打开…',
  role: { agent: '坐席', supervisor: '主管', admin: '管理员' },

  menu: { home: '首页', logins: '我的登录', audit: '查看记录', out: '退出' },

  refused: {
    signIn: '请先登录。',
    role: (role: string) => `这一页${role}不能看。`,
    form: '这次没有收到。请回到上一页再试。',
    expired: '这一页开得太久了，或者不是从控制台打开的。请刷新再试。',
    tooLarge: '内容太长了。',
    often: '试得太多了。请过一会儿再来。',
    store: '现在存不了。请过一会儿再试。',
  },
} as const;
