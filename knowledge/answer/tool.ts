import { tool } from 'langchain';
import { z } from 'zod';
import type { Assistant } from './assistant.ts';
import { renderPlain } from './render.ts';

const inputSchema = z.object({
  question: z.string().describe('What the worker asks, in their own words'),
  region: z.string().nullable().describe('Where they work, as they call it; null when unknown'),
});

/**
 * The assistant as a LangChain tool, for agents of the ecosystem: it hands them the verified answer, rendered, and the
 * answer object as the artifact, so that no agent needs to write a citation itself.
 */
export function createPolicyTool(assistant: Assistant) {
  return tool(
    ({ question, region }: z.infer<typeof inputSchema>) => {
      const place = region === null ? null : (assistant.placeOf(region)?.id ?? null);
      const { answer } = assistant.ask({ question, region: place });
      return [renderPlain(answer), answer] as const;
    },
    {
      name: 'ask_policy',
      description:
        'Answers a Chinese platform worker from the labour policy text that binds where they work, quoted and cited, or says that the text is silent.',
      schema: inputSchema,
      responseFormat: 'content_and_artifact',
    },
  );
}
