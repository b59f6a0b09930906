/** Questions that several guides ask. Ids stand in buttons and are stored; labels are what people read and type. */
export const commonCopy = {
  region: { label: '在哪儿干活', prompt: ['你在哪儿干活？选一个，或者直接说地名。'] },
  trade: {
    label: '工种',
    prompt: ['你是干哪一行的？'],
    choices: {
      'courier-food': { label: '外卖骑手', aliases: ['送外卖', '外卖', '骑手', '跑腿', '外卖员'] },
      parcel: { label: '快递员', aliases: ['快递', '送快递', '快递小哥'] },
      ridehail: { label: '网约车司机', aliases: ['网约车', '开网约车', '滴滴司机', '专车司机'] },
      truck: { label: '货车司机', aliases: ['货车', '开货车', '卡车司机', '跑货运', '拉货'] },
      driver: { label: '代驾', aliases: ['代驾司机'] },
      streamer: { label: '主播', aliases: ['网络主播', '直播', '带货'] },
      other: { label: '别的', aliases: ['其他', '家政', '别的行'] },
    },
  },
  organiser: {
    label: '谁管我',
    prompt: ['平时谁给你派活、管你、发钱？'],
    choices: {
      platform: { label: '平台直接管', aliases: ['平台', '众包', '自己注册的'] },
      station: { label: '站点、加盟商', aliases: ['站点', '加盟商', '站长', '网点'] },
      outsourcing: { label: '外包公司', aliases: ['外包'] },
      dispatch: { label: '劳务派遣公司', aliases: ['劳务派遣', '派遣'] },
      alone: { label: '没人管，自己干', aliases: ['自己干', '单干', '没人管'] },
      unsure: { label: '说不清', aliases: ['不清楚', '不知道'] },
    },
  },
  member: {
    label: '入过会没有',
    prompt: ['以前入过工会没有？'],
    choices: {
      no: { label: '没入过', aliases: ['没有', '没', '还没', '没入', '没入会'] },
      yes: { label: '入过', aliases: ['有', '入了', '是会员', '入会了', '早入了'] },
      unsure: { label: '说不清', aliases: ['不清楚', '不知道', '不记得'] },
    },
  },
  /** Several unions may be near: which is nearest, is asked only where the directory tells them apart. */
  area: { label: '哪个区县', prompt: ['在哪个区、哪个县？', '好找离你近的工会。'] },
  platform: { label: '平台', prompt: ['用的是哪个平台？比如“美团专送”。'] },
  firm: { label: '公司或站点', prompt: ['公司或者站点叫什么？有几家的，说干得最久的。'] },
  firmBare: '有就说名字，没有就跳过。',
  name: { label: '姓名', prompt: ['你叫什么名字？', '只给工会的人看，平台看不到。'] },
  noTexts: (place: string) => `这里还没有${place}的文件，引不了条文。`,
  futureDay: '这一天还没到。说一个已经过去的日子。',
  phone: { label: '电话', prompt: ['留个电话，工会好找你。', '不留也行，就在这里回你。'] },
} as const;
