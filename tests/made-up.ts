import { aMatter, anArticle, anInstrument, releaseInput } from './fixtures.ts';

/** A made-up country with two provinces that have a text each, enough to ask, to compare and to be told nothing. */
export const MADE_UP = releaseInput({
  instruments: [
    anInstrument('a', {
      title: '甲川省骑手办法',
      number: { value: '甲人社〔2021〕1号', source: 'printed' },
      region: { value: '甲川省', source: 'printed' },
      level: 'province',
    }),
    anInstrument('c', {
      title: '戊原省骑手意见',
      region: { value: '戊原省', source: 'printed' },
      level: 'province',
    }),
  ],
  articles: [
    anArticle('a/1', '企业不得收取押金。', { label: '第一条' }),
    anArticle('a/2', '违法收取押金的，处每人五百元罚款。', { label: '第二条' }),
    anArticle('a/3', '高温天气应当发放补贴。', { label: '第三条' }),
    anArticle('c/1', '企业收取押金的，应当退还本人。', { label: '第一条' }),
  ],
  matters: [
    aMatter('deposit-ban', ['站点让交押金对不对', '入职收押金合法吗', '收押金'], {
      answers: { 'a/1': ['不得收取押金'], 'c/1': ['应当退还'] },
    }),
    aMatter('deposit-fine', ['收押金罚多少钱', '押金罚款有多少', '罚多少'], {
      answers: { 'a/2': ['五百元罚款'] },
    }),
    aMatter('heat', ['太热了有补贴吗', '大热天有没有高温费'], { answers: { 'a/3': ['发放补贴'] } }),
    aMatter('greeting', ['你好呀', '谢谢师傅'], { reason: 'chitchat' }),
  ],
});
