/** JSON: objects in texts of others, and texts that are safe to show. */

/** Characters that act on a terminal or are invisible (RFC 900006, section 3), and that JSON does not escape. */
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Regional_Indicator}]/gu;

const escaped = (character: string): string =>
	Array.from(
		{length: character.length},
		(_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
	).join('');

/**
 * A value as JSON, equivalent for every parser, in which strangers' strings cannot move the cursor or reverse the text
 * direction; indented by `indent` spaces per level, or on one line.
 */
export const jsonText = (value: unknown, indent?: number): string =>
	JSON.stringify(value, undefined, indent).replace(unsafe, escaped);

/** What is in a JSON object, by name: its author decides what that is. */
export type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON object in a text; undefined when there is none. */
export function parseObject(text: string): Members | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The members of the JSON object in a text; none when it is not one. */
export const membersOf = (text: string): Members => parseObject(text) ?? {};

/** The members of a value; none when it is not an object. */
export const objectOf = (value: unknown): Members => (isObject(value) ? value : {});
