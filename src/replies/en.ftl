# The bot's own words in English. The same keys as nb.ftl and nn.ftl.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

start-title = Utveier
start-text = I help people who meet radicalisation or violent extremism at work. Ask in your own words. I answer with a written passage professionals can stand by, and show where it stands. The passages are in Norwegian.
start-privacy = Do not write names or anything that reveals who it is about. Your question is not stored here.
start-emergency = If someone is in danger now: call 112.
start-not-approved = The content is written from open sources and is not yet approved by RVTS.
start-roles = Where would you like to begin?

help-title = What you can write
help-text = Ask anything about the subject, or use one of these:
help-emergency = Danger to life: 112 police, 113 ambulance, 110 fire. I am not an emergency service.

command-start = start again
command-tema = browse the topics
command-faq = questions others ask
command-aktor = who helps with what
command-begrep = words and terms
command-svar = fetch a passage by its id
command-radgiver = reach a person
command-akutt = numbers when it is urgent
command-sprak = bokmål, nynorsk or English
command-personvern = what is stored
command-slett = forget this conversation
command-om = about the bot and the content
command-hjelp = show this list

source-section = { $article } › { $section } · reviewed { $date }
source-faq = Questions and answers · reviewed { $date }
quote-in-nb = This text is in Norwegian only.
quote-film = Film: { $title }
related-title = See also

button-whole = Show all
button-adviser = Talk to an adviser
button-topics = Topics
button-faq = Frequent questions
button-none = None of these
button-more = More
button-start = To the start
button-help = Help

options-text = Did you mean …?
decline-text = I find no answer to that here. These are the nearest:
decline-nothing = I find no answer to that here. Try other words, perhaps a keyword or two.
decline-person = A person can help you better than I can. Would you like to know who?
none-text = Then I have missed. Try other words, or talk to a person.
unknown-command = I do not know that command.
unknown-id = That passage does not exist, or it has another name now.
unknown-name = I do not find that in the list. Here are all of them:
empty-text = Write your question in a few words.
too-long = The message is too long. I read only the first 8000 characters. Put what matters first, without names.

refuse-text = I do not help with that. If you have thoughts of violence, or are on the way into something you want to leave, there are people who want to help you.
refuse-help = Mental Helse 116 123 is open day and night. If someone is in danger, call 112.

acute-then = When that is done: do not write names here. I can show you who to discuss the case with afterwards.
acute-answer = You also asked something. This may help:
acute-serious = If it is urgent, call first:
personal-data = Your message seems to hold information about a person. I do not store it, but please write without names and details next time, and delete the message if you can.

language-text = Which language shall I use?
language-nb = Bokmål
language-nn = Nynorsk
language-en = English
language-chosen = From now on I write English.
forget-done = The conversation is forgotten. Questions are never stored. Messages in the app you must delete yourself.

topics-title = Topics
part-title = { $part }
article-title = { $article }
faq-title = Frequent questions
actors-title = Who helps with what
terms-title = Words and terms
actor-number = { $number } – { $what }
checked-on = Checked { $date }
sources-title = Sources

adviser-text = An adviser at the RVTS of your region can discuss the case with you. Write which municipality you work in.
adviser-not-sent = I cannot send requests for you yet. You must make contact yourself.
adviser-region = { $place } belongs to { $name }.
adviser-region-uncertain = { $place } probably belongs to { $name }. That is not confirmed, so ask them.
adviser-site = The site of { $name }
adviser-anonymous = Keep the case anonymous at first contact: age group instead of age, kind of service instead of name.
adviser-several = I found more than one place. Which one is it?
adviser-unknown = I do not recognise that municipality. Write the name of the municipality or county.
adviser-local = Begin locally if you can: your leader, the SLT coordinator and the police radicalisation contact (02800).

smalltalk-greeting = Hi! What would you like to know?
smalltalk-thanks = You are welcome. Ask again any time.
smalltalk-bye = Goodbye. I am here when you need me.
smalltalk-praise = Good to hear that it helped.
smalltalk-complaint = I am sorry. Try other words, or talk to a person.
smalltalk-who = I am Utveier's bot. I quote written passages about radicalisation and violent extremism, and show where they stand.
smalltalk-human = I am a machine. Nobody reads what you write here. To talk to a person, write “adviser”.
smalltalk-language = I understand bokmål, nynorsk, dialect and English. Write “language” to choose.
smalltalk-ok = Good. Tell me if you wonder about more.
smalltalk-how-are-you = All well here, thank you. What can I help you with?
