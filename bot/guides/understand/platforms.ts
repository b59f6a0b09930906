/** The brands that workers name, as data. Names are facts; what people call them is how workers talk. */

export type TradeId =
  | 'courier-food'
  | 'courier-parcel'
  | 'driver-ride'
  | 'driver-truck'
  | 'driver-designated'
  | 'streamer'
  | 'other';

export type Brand = {
  readonly id: string;
  /** As the brand writes itself. */
  readonly name: string;
  readonly trade: TradeId;
  /** Other names, lower case, simplified. */
  readonly said: readonly string[];
};

const brand = (id: string, name: string, trade: TradeId, said = ''): Brand => ({
  id,
  name,
  trade,
  said: [name.toLowerCase(), ...said.split(' ').filter((word) => word !== '')],
});

export const BRANDS: readonly Brand[] = [
  brand(
    'meituan',
    '美团',
    'courier-food',
    '美团外卖 美团专送 美团众包 美团乐跑 美团畅跑 美团配送 美团骑手 美团跑腿 美囤 每团 美团app 黄袍 黄衣服 袋鼠 mt 乐跑 meituan',
  ),
  brand('meituan-select', '美团优选', 'driver-truck'),
  brand('meituan-ride', '美团打车', 'driver-ride'),
  brand('xiaoxiang', '小象超市', 'courier-food', '美团买菜 小象'),
  brand(
    'eleme',
    '饿了么',
    'courier-food',
    '饿了吗 饿了嘛 饿了幺 饿了没 饿么 蜂鸟 蜂鸟众包 蜂鸟专送 蜂鸟即配 蜂鸟配送 蓝骑士 蓝骑 饿了么优选 饿了么众包 elm eleme ele.me',
  ),
  brand('taobao-now', '淘宝闪购', 'courier-food', '淘宝外卖 淘宝秒送'),
  brand('jd-now', '京东秒送', 'courier-food', '京东外卖 京东到家 京东众包'),
  brand('dada', '达达', 'courier-food', '达达秒送 达达快送 达达配送 达达骑士 dada'),
  brand('sf-city', '顺丰同城', 'courier-food', '丰食 顺丰同城急送 顺丰骑士 同城急送'),
  brand('flash-ex', '闪送', 'courier-food', '闪送员'),
  brand('uu', 'UU跑腿', 'courier-food', 'uu 优优跑腿 uu飞人'),
  brand('dianwoda', '点我达', 'courier-food'),
  brand('hema', '盒马', 'courier-food', '盒马鲜生'),
  brand('dingdong', '叮咚买菜', 'courier-food', '叮咚'),
  brand('pupu', '朴朴', 'courier-food', '朴朴超市'),
  brand('sf', '顺丰速运', 'courier-parcel', '顺丰快递 顺风快递'),
  brand('zto', '中通快递', 'courier-parcel', '中通'),
  brand('yto', '圆通速递', 'courier-parcel', '圆通 圆通快递'),
  brand('sto', '申通快递', 'courier-parcel', '申通'),
  brand('yunda', '韵达快递', 'courier-parcel', '韵达 运达快递 韵达速递'),
  brand('jt', '极兔速递', 'courier-parcel', '极兔 极兔快递 急兔'),
  brand('jd-express', '京东快递', 'courier-parcel', '京东物流'),
  brand('ems', '邮政EMS', 'courier-parcel', '邮政 ems 邮政快递 中国邮政 邮局'),
  brand('cainiao', '菜鸟', 'courier-parcel', '菜鸟驿站 菜鸟速递 菜鸟裹裹 丹鸟'),
  brand('deppon', '德邦快递', 'courier-parcel', '德邦 德邦物流'),
  brand('best', '百世快递', 'courier-parcel', '百世'),
  brand('didi', '滴滴出行', 'driver-ride', '滴滴 滴滴打车 滴滴快车 滴滴专车 嘀嘀 didi 嘀滴'),
  brand('huaxiaozhu', '花小猪', 'driver-ride', '花小猪打车'),
  brand('amap', '高德打车', 'driver-ride', '高德 高德聚合'),
  brand('caocao', '曹操出行', 'driver-ride', '曹操 曹操专车'),
  brand('t3', 'T3出行', 'driver-ride', 't3'),
  brand('hello', '哈啰', 'driver-ride', '哈罗 哈喽出行 哈啰顺风车 哈罗顺风车 哈啰打车'),
  brand('dida', '嘀嗒出行', 'driver-ride', '嘀嗒 滴答出行 嘀嗒顺风车'),
  brand('shouqi', '首汽约车', 'driver-ride', '首汽'),
  brand('xiangdao', '享道出行', 'driver-ride', '享道'),
  brand('ruqi', '如祺出行', 'driver-ride', '如祺'),
  brand('yangguang', '阳光出行', 'driver-ride'),
  brand('wanshun', '万顺叫车', 'driver-ride', '万顺'),
  brand('lalamove', '货拉拉', 'driver-truck', '货啦啦 拉拉司机'),
  brand('kuaigou', '快狗打车', 'driver-truck', '快狗 58速运'),
  brand('manbang', '满帮', 'driver-truck', '运满满 货车帮 满帮集团'),
  brand('didi-freight', '滴滴货运', 'driver-truck', '滴滴送货'),
  brand('didi-chauffeur', '滴滴代驾', 'driver-designated', '小桔代驾'),
  brand('edaijia', 'e代驾', 'driver-designated', 'e代架 易代驾'),
  brand('douyin', '抖音', 'streamer', '抖音直播 斗音 douyin'),
  brand('kuaishou', '快手', 'streamer', '快手直播'),
  brand('taobao-live', '淘宝直播', 'streamer', '点淘'),
  brand('channels', '视频号', 'streamer', '微信直播'),
  brand('xiaohongshu', '小红书', 'streamer'),
  brand('bilibili', '哔哩哔哩', 'streamer', 'b站 bilibili'),
  brand('huya', '虎牙', 'streamer'),
  brand('douyu', '斗鱼', 'streamer'),
  brand('pdd-live', '拼多多直播', 'streamer', '多多直播'),
  brand('58home', '天鹅到家', 'other', '58到家'),
];

/** Names that several brands share, likeliest first. */
export const SHARED_NAMES: Readonly<Record<string, readonly string[]>> = {
  京东: ['jd-now', 'jd-express'],
  顺丰: ['sf', 'sf-city'],
  淘宝: ['taobao-now', 'taobao-live'],
  优选: ['eleme', 'meituan-select'],
  代驾: ['didi-chauffeur', 'edaijia'],
};

export type PlatformMode = 'dedicated' | 'crowd' | 'team' | 'self-run' | 'franchise';

/** How the work is bound to the platform, by the words for it. */
export const MODES: readonly (readonly [RegExp, PlatformMode])[] = [
  [/众包|兼职|自由接单/, 'crowd'],
  [/乐跑|畅跑|优选(?!仓|站|司机)|闪跑|优享|驻店|团队骑手/, 'team'],
  [/专送|全职骑手|全职站点/, 'dedicated'],
  [/自营|直营/, 'self-run'],
  [/加盟|承包/, 'franchise'],
];
