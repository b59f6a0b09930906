import { ToolMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { createAssistant, renderPlain } from '#knowledge';
import { createPolicyTool } from '../../../knowledge/answer/tool.ts';
import { tinyRelease } from '../../fixtures.ts';
import { MADE_UP } from '../../made-up.ts';

const assistant = createAssistant({ release: await tinyRelease(MADE_UP), today: () => '2026-01-15' });
const policyTool = createPolicyTool(assistant);
const call = (args: Record<string, unknown>) =>
  policyTool.invoke({ type: 'tool_call', id: '1', name: policyTool.name, args });

describe('the assistant as a LangChain tool', () => {
  it('hands an agent the rendered answer, and the answer itself as the artifact', async () => {
    const message = await call({ question: '入职收押金合法吗', region: '甲川' });
    expect(message).toBeInstanceOf(ToolMessage);
    const { answer } = assistant.ask({ question: '入职收押金合法吗', region: '甲川省' });
    expect(message.content).toBe(renderPlain(answer));
    expect(message.artifact).toEqual(answer);
  });

  it('asks for the place when the agent knows none, or names none that there is', async () => {
    for (const region of [null, '火星']) {
      const message = await call({ question: '入职收押金合法吗', region });
      expect(message.artifact).toMatchObject({ status: 'ask_region' });
    }
  });

  it('refuses arguments of another shape', async () => {
    await expect(call({ region: '甲川' })).rejects.toThrow();
  });
});
