/** The fields of the open form, above the table of choices. */
import {keyOf} from '../keys.ts';
import {FramedRow} from '../kit/framed-row.tsx';
import {TextField} from '../kit/text-field.tsx';
import type {Form} from '../peer/peer-view.ts';

type Props = {
	readonly form: Form;
	/** Inner width of the frame. */
	readonly width: number;
	/** Whether the form receives keys. */
	readonly active: boolean;
	/** The RFC that Enter asks for. */
	readonly offered?: number | undefined;
	/** Whether there are RFCs to choose from instead. */
	readonly others: boolean;
	onChange(form: Form): void;
};

const labels = {
	lookup: ' RFC number to look up:',
	get: ' RFC number to get:',
	remove: ' RFC number to take back:',
	add: ' RFC number or file to share:',
} as const;

/** For widths at which full labels would leave no room to type. */
const shortLabels = {lookup: ' RFC:', get: ' RFC:', remove: ' RFC:', add: ' RFC or file:'} as const;

/** The width from which labels are not abbreviated. */
const roomy = 50;

const does = {lookup: 'asks', get: 'gets it', remove: 'removes', add: 'goes on'} as const;

function hintOf(kind: keyof typeof does, {offered, others}: Pick<Props, 'offered' | 'others'>): string {
	const enter = keyOf('submit', 'field');
	const what = offered === undefined ? does[kind] : `${kind === 'get' ? 'gets' : 'asks for'} RFC ${offered}`;
	const next = others ? `${keyOf('up', 'field')}${keyOf('down', 'field')} others` : `${keyOf('back', 'field')} back`;
	return `${enter} ${what} · ${next} `;
}

export function FormRows({form, width, active, offered, others, onChange}: Props) {
	if (form.kind !== 'add-details') {
		return (
			<FramedRow focused>
				<TextField
					label={(width < roomy ? shortLabels : labels)[form.kind]}
					value={form.text}
					width={width}
					focused={active}
					hint={hintOf(form.kind, {offered, others})}
					onChange={text => onChange({kind: form.kind, text})}
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
					hint={`${keyOf('next-field', 'form')} goes to the other field `}
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
					hint={`${keyOf('submit', 'field')} shares it `}
					onChange={title => onChange({...form, title})}
				/>
			</FramedRow>
		</>
	);
}

/** The title of the pane while the form is open. */
export const formTitle = (form: Form): string =>
	({lookup: 'Lookup RFC', get: 'Get RFC', remove: 'Remove RFC', add: 'Add RFC', 'add-details': 'Add RFC'})[form.kind];
