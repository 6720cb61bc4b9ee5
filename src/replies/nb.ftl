# Botens egne ord på bokmål. Samme nøkler som nn.ftl og en.ftl.

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
start-text = Jeg hjelper deg som møter radikalisering eller voldelig ekstremisme i jobben. Spør med egne ord. Jeg svarer med et avsnitt fagfolk kan stå for, og viser hvor det står.
start-privacy = Skriv ikke navn eller annet som røper hvem det gjelder. Spørsmålet ditt blir ikke lagret her.
start-emergency = Er noen i fare nå: ring 112.
start-not-approved = Innholdet er skrevet ut fra åpne kilder og er ikke godkjent av RVTS ennå.
start-roles = Hvor vil du begynne?

help-title = Dette kan du skrive
help-text = Spør om hva som helst innen temaet, eller bruk en av disse:
help-emergency = Fare for liv: 112 politi, 113 ambulanse, 110 brann. Jeg er ikke en nødtjeneste.

command-start = begynn på nytt
command-tema = bla i temaene
command-faq = spørsmål andre stiller
command-aktor = hvem som hjelper med hva
command-begrep = ord og begreper
command-svar = hent et avsnitt med id-en
command-radgiver = få tak i et menneske
command-akutt = numre når det haster
command-sprak = bokmål, nynorsk eller engelsk
command-personvern = hva som lagres
command-slett = glem denne samtalen
command-om = om boten og innholdet
command-hjelp = vis denne oversikten

source-section = { $article } › { $section } · gjennomgått { $date }
source-faq = Spørsmål og svar · gjennomgått { $date }
quote-in-nb = Teksten finnes bare på bokmål.
quote-film = Film: { $title }
related-title = Se også

button-whole = Vis hele
button-adviser = Snakk med en rådgiver
button-topics = Temaer
button-faq = Ofte stilte spørsmål
button-none = Ingen av disse
button-more = Flere
button-start = Til starten
button-help = Hjelp

options-text = Mente du …?
decline-text = Det finner jeg ikke svar på her. Dette ligger nærmest:
decline-nothing = Det finner jeg ikke svar på her. Prøv med andre ord, gjerne et stikkord eller to.
decline-person = Et menneske kan hjelpe deg bedre enn jeg kan. Vil du vite hvem?
none-text = Da har jeg ikke truffet. Prøv med andre ord, eller snakk med et menneske.
unknown-command = Den kommandoen kjenner jeg ikke.
unknown-id = Det avsnittet finnes ikke, eller det har fått et annet navn.
unknown-name = Det finner jeg ikke i listen. Her er alle:
empty-text = Skriv spørsmålet ditt med noen få ord.
too-long = Meldingen er for lang. Jeg leser bare de første 8000 tegnene. Ta det viktigste først, uten navn.

refuse-text = Det hjelper jeg ikke med. Har du tanker om vold, eller er du på vei inn i noe du vil ut av, finnes det folk som vil hjelpe deg.
refuse-help = Mental Helse 116 123 er åpen hele døgnet. Er noen i fare, ring 112.

acute-then = Når det er gjort: Skriv ikke navn her. Jeg kan vise hvem du kan drøfte saken med etterpå.
acute-answer = Du spurte også om noe. Dette kan hjelpe:
acute-serious = Haster det, ring først:
personal-data = Meldingen ser ut til å inneholde opplysninger om en person. Jeg lagrer den ikke, men skriv uten navn og detaljer neste gang, og slett meldingen om du kan.

language-text = Hvilket språk skal jeg bruke?
language-nb = Bokmål
language-nn = Nynorsk
language-en = English
language-chosen = Fra nå av skriver jeg bokmål.
forget-done = Samtalen er glemt. Spørsmål lagres aldri. Meldinger i appen må du slette selv.

topics-title = Temaer
part-title = { $part }
article-title = { $article }
faq-title = Ofte stilte spørsmål
actors-title = Hvem hjelper med hva
terms-title = Ord og begreper
actor-number = { $number } – { $what }
checked-on = Kontrollert { $date }
sources-title = Kilder

adviser-text = En rådgiver ved RVTS i din region kan drøfte saken med deg. Skriv hvilken kommune du jobber i.
adviser-not-sent = Jeg kan ikke sende henvendelser for deg ennå. Du må selv ta kontakt.
adviser-region = { $place } hører til { $name }.
adviser-region-uncertain = { $place } hører trolig til { $name }. Det er ikke bekreftet, så spør dem.
adviser-site = Nettstedet til { $name }
adviser-anonymous = Hold saken anonym i første kontakt: aldersgruppe i stedet for alder, type tjeneste i stedet for navn.
adviser-several = Jeg fant flere steder. Hvilket er det?
adviser-unknown = Den kommunen kjenner jeg ikke igjen. Skriv navnet på kommunen eller fylket.
adviser-local = Start gjerne lokalt: leder, SLT-koordinator og politiets radikaliseringskontakt (02800).

smalltalk-greeting = Hei! Hva lurer du på?
smalltalk-thanks = Bare hyggelig. Spør gjerne igjen.
smalltalk-bye = Ha det bra. Jeg er her når du trenger det.
smalltalk-praise = Så fint at det var til hjelp.
smalltalk-complaint = Det var synd. Prøv gjerne med andre ord, eller snakk med et menneske.
smalltalk-who = Jeg er boten til Utveier. Jeg siterer ferdig skrevne avsnitt om radikalisering og voldelig ekstremisme, og viser hvor de står.
smalltalk-human = Jeg er en maskin. Ingen leser det du skriver her. Vil du snakke med et menneske, skriver du «rådgiver».
smalltalk-language = Jeg forstår bokmål, nynorsk, dialekt og engelsk. Skriv «språk» for å velge.
smalltalk-ok = Fint. Si fra om du lurer på mer.
smalltalk-how-are-you = Takk, her går det bra. Hva kan jeg hjelpe deg med?
