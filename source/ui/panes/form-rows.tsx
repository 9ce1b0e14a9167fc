/** The fields of the open form, above what they choose from. */
import {FramedRow} from '../kit/framed-row.tsx';
import {TextField} from '../kit/text-field.tsx';
import type {Form} from '../peer-view.ts';

type Props = {
	readonly form: Form;
	/** Cells between the sides of the frame. */
	readonly width: number;
	/** Whether keys go to the form. */
	readonly active: boolean;
	/** The RFC that Enter takes while nothing is typed. */
	readonly offered?: number | undefined;
	onChange(form: Form): void;
};

const labels = {
	lookup: ' RFC number to look up:',
	get: ' RFC number to get:',
	remove: ' RFC number to take back:',
	add: ' RFC number or file to share:',
} as const;

/** Where the labels in full would leave no room to type. */
const shortLabels = {lookup: ' RFC:', get: ' RFC:', remove: ' RFC:', add: ' RFC or file:'} as const;

/** From this width on labels are in full. */
const roomy = 50;

const hints = {
	lookup: 'enter asks · esc back ',
	get: 'enter gets it · esc back ',
	remove: 'enter removes · esc back ',
	add: 'enter goes on · esc back ',
} as const;

function hintOf(kind: keyof typeof hints, offered: number | undefined): string {
	if (offered === undefined) return hints[kind];
	return `enter ${kind === 'get' ? 'gets' : 'asks for'} RFC ${offered} · ↑↓ others `;
}

export function FormRows({form, width, active, offered, onChange}: Props) {
	if (form.kind !== 'add-details') {
		return (
			<FramedRow focused>
				<TextField
					label={(width < roomy ? shortLabels : labels)[form.kind]}
					value={form.text}
					width={width}
					focused={active}
					hint={hintOf(form.kind, form.text === '' ? offered : undefined)}
					onChange={text => onChange({...form, text})}
				/>
			</FramedRow>
		);
	}
	return (
		<>
			<FramedRow focused>
				<TextField
					label=" RFC number:"
					labelWidth={13}
					value={form.rfc}
					width={width}
					focused={active && form.field === 'rfc'}
					hint="tab goes to the other field "
					onChange={rfc => onChange({...form, rfc})}
				/>
			</FramedRow>
			<FramedRow focused>
				<TextField
					label=" Title:"
					labelWidth={13}
					value={form.title}
					width={width}
					focused={active && form.field === 'title'}
					hint="enter shares it "
					onChange={title => onChange({...form, title})}
				/>
			</FramedRow>
		</>
	);
}

/** What the pane is called while the form is open. */
export const formTitle = (form: Form): string =>
	({lookup: 'Lookup RFC', get: 'Get RFC', remove: 'Remove RFC', add: 'Add RFC', 'add-details': 'Add RFC'})[form.kind];
