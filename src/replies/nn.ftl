# Boten sine eigne ord på nynorsk. Same nøklar som nb.ftl og en.ftl.

month-1 = januar
month-2 = februar
month-3 = mars
month-4 = april
month-5 = mai
month-6 = juni
month-7 = juli
month-8 = august
month-9 = september
month-10 = oktober
month-11 = november
month-12 = desember

start-title = Utveier
start-text = Eg hjelper deg som møter radikalisering eller valdeleg ekstremisme i jobben. Spør med eigne ord. Eg svarer med eit avsnitt fagfolk kan stå for, og viser kvar det står.
start-privacy = Skriv ikkje namn eller anna som røper kven det gjeld. Spørsmålet ditt blir ikkje lagra her.
start-emergency = Er nokon i fare no: ring 112.
start-not-approved = Innhaldet er skrive ut frå opne kjelder og er ikkje godkjent av RVTS enno.
start-roles = Kvar vil du byrje?

help-title = Dette kan du skrive
help-text = Spør om kva som helst innanfor temaet, eller bruk ein av desse:
help-emergency = Fare for liv: 112 politi, 113 ambulanse, 110 brann. Eg er ikkje ei naudteneste.

command-start = byrj på nytt
command-tema = bla i temaa
command-faq = spørsmål andre stiller
command-aktor = kven som hjelper med kva
command-begrep = ord og omgrep
command-svar = hent eit avsnitt med id-en
command-radgiver = få tak i eit menneske
command-akutt = nummer når det hastar
command-sprak = bokmål, nynorsk eller engelsk
command-personvern = kva som blir lagra
command-slett = gløym denne samtalen
command-om = om boten og innhaldet
command-hjelp = vis denne oversikta

source-section = { $article } › { $section } · gjennomgått { $date }
source-faq = Spørsmål og svar · gjennomgått { $date }
quote-in-nb = Teksten finst berre på bokmål.
quote-film = Film: { $title }
related-title = Sjå også

button-whole = Vis heile
button-adviser = Snakk med ein rådgjevar
button-topics = Tema
button-faq = Ofte stilte spørsmål
button-none = Ingen av desse
button-more = Fleire
button-start = Til starten
button-help = Hjelp

options-text = Meinte du …?
decline-text = Det finn eg ikkje svar på her. Dette ligg nærast:
decline-nothing = Det finn eg ikkje svar på her. Prøv med andre ord, gjerne eit stikkord eller to.
decline-person = Eit menneske kan hjelpe deg betre enn eg kan. Vil du vite kven?
none-text = Då har eg ikkje treft. Prøv med andre ord, eller snakk med eit menneske.
unknown-command = Den kommandoen kjenner eg ikkje.
unknown-id = Det avsnittet finst ikkje, eller det har fått eit anna namn.
unknown-name = Det finn eg ikkje i lista. Her er alle:
empty-text = Skriv spørsmålet ditt med nokre få ord.
too-long = Meldinga er for lang. Eg les berre dei første 8000 teikna. Ta det viktigaste først, utan namn.

refuse-text = Det hjelper eg ikkje med. Har du tankar om vald, eller er du på veg inn i noko du vil ut av, finst det folk som vil hjelpe deg.
refuse-help = Mental Helse 116 123 er open heile døgnet. Er nokon i fare, ring 112.

acute-then = Når det er gjort: Skriv ikkje namn her. Eg kan vise kven du kan drøfte saka med etterpå.
acute-answer = Du spurde også om noko. Dette kan hjelpe:
acute-serious = Hastar det, ring først:
personal-data = Meldinga ser ut til å innehalde opplysningar om ein person. Eg lagrar ho ikkje, men skriv utan namn og detaljar neste gong, og slett meldinga om du kan.

language-text = Kva språk skal eg bruke?
language-nb = Bokmål
language-nn = Nynorsk
language-en = English
language-chosen = Frå no av skriv eg nynorsk.
forget-done = Samtalen er gløymd. Spørsmål blir aldri lagra. Meldingar i appen må du slette sjølv.

topics-title = Tema
part-title = { $part }
article-title = { $article }
faq-title = Ofte stilte spørsmål
actors-title = Kven hjelper med kva
terms-title = Ord og omgrep
actor-number = { $number } – { $what }
checked-on = Kontrollert { $date }
sources-title = Kjelder

adviser-text = Ein rådgjevar ved RVTS i regionen din kan drøfte saka med deg. Skriv kva kommune du arbeider i.
adviser-not-sent = Eg kan ikkje sende førespurnader for deg enno. Du må sjølv ta kontakt.
adviser-region = { $place } høyrer til { $name }.
adviser-region-uncertain = { $place } høyrer truleg til { $name }. Det er ikkje stadfesta, så spør dei.
adviser-site = Nettstaden til { $name }
adviser-anonymous = Hald saka anonym i første kontakt: aldersgruppe i staden for alder, type teneste i staden for namn.
adviser-several = Eg fann fleire stader. Kva for ein er det?
adviser-unknown = Den kommunen kjenner eg ikkje att. Skriv namnet på kommunen eller fylket.
adviser-local = Start gjerne lokalt: leiar, SLT-koordinator og radikaliseringskontakten i politiet (02800).

smalltalk-greeting = Hei! Kva lurer du på?
smalltalk-thanks = Berre hyggeleg. Spør gjerne igjen.
smalltalk-bye = Ha det bra. Eg er her når du treng det.
smalltalk-praise = Så fint at det var til hjelp.
smalltalk-complaint = Det var synd. Prøv gjerne med andre ord, eller snakk med eit menneske.
smalltalk-who = Eg er boten til Utveier. Eg siterer ferdig skrivne avsnitt om radikalisering og valdeleg ekstremisme, og viser kvar dei står.
smalltalk-human = Eg er ei maskin. Ingen les det du skriv her. Vil du snakke med eit menneske, skriv du «rådgjevar».
smalltalk-language = Eg forstår bokmål, nynorsk, dialekt og engelsk. Skriv «språk» for å velje.
smalltalk-ok = Fint. Sei frå om du lurer på meir.
smalltalk-how-are-you = Takk, her går det bra. Kva kan eg hjelpe deg med?
